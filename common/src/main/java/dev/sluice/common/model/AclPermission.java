package dev.sluice.common.model;

/** Permission of an access control list. */
public enum AclPermission {
  /** All of the others. */
  FULL_CONTROL,
  /** To list a bucket, to read an object. */
  READ,
  /** To create objects in a bucket; for owners of objects, to overwrite and delete them. */
  WRITE,
  /** To read the list. */
  READ_ACP,
  /** To write the list. */
  WRITE_ACP
}
