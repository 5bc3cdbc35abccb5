import type { Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, updateRows } from "./own_rows.ts";

interface MessageInput {
  readonly message_id: string;
}

/** Mutations of messages; for an unknown one they all answer `success: false`. Source: `reference/prefect-api.md` §6.6. */
export const messageActions: Actions = {
  async mark_message_as_read(context, args) {
    const { message_id: id } = inputOf<MessageInput>(args);
    return { success: await updateRows(context, "message", { set: { read: true }, where: { id } }) };
  },
  async mark_message_as_unread(context, args) {
    const { message_id: id } = inputOf<MessageInput>(args);
    return { success: await updateRows(context, "message", { set: { read: false }, where: { id } }) };
  },
  async delete_message(context, args) {
    const { message_id: id } = inputOf<MessageInput>(args);
    return { success: await deleteRows(context, "message", { where: { id } }) };
  },
};
