import { testCorpus } from "./_test_corpus.ts";

testCorpus("server");
