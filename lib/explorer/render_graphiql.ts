// @ts-types="./render_graphiql.d.ts"
export { renderGraphiQL } from "@graphql-yoga/render-graphiql";
