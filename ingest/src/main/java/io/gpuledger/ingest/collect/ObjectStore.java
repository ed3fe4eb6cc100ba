package io.gpuledger.ingest.collect;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A place from which bills are collected. Used by one thread at a time. */
public interface ObjectStore extends AutoCloseable {
  /** Most objects of a listing. A place with more is to be narrowed down. */
  int MAX_OBJECTS = 100_000;

  /** The place in words, without a secret. */
  String place();

  /**
   * Every object, in the order of keys.
   *
   * @throws IOException if the place cannot be read or has more than {@link #MAX_OBJECTS} objects;
   *     the message says why in words that help
   */
  List<StoredObject> list() throws IOException;

  /**
   * The content of an object as it was listed.
   *
   * @throws IOException if it is gone, has changed since, or cannot be read
   */
  InputStream open(StoredObject object) throws IOException;

  @Override
  default void close() {}

  /** The refusal of a place with too many objects. */
  static IOException tooMany(String place) {
    return new IOException(
        place
            + " has more than "
            + MAX_OBJECTS
            + " objects; name a folder or prefix with fewer, such as that of one export");
  }
}
