package dev.sluice.agent.store.engine.upload;

/** One line of a listing of unfinished uploads. */
public sealed interface ListedUpload {
  /**
   * An upload.
   *
   * @param upload {@link UploadRecord#withoutMetadata}
   */
  record Upload(UploadRecord upload) implements ListedUpload {}

  /**
   * At least one upload whose key begins so.
   *
   * @param prefix ends with the scan's delimiter
   */
  record Prefix(String prefix) implements ListedUpload {}
}
