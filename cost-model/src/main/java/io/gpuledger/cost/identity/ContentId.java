package io.gpuledger.cost.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** An id that is equal exactly for equal lists of fields. */
public final class ContentId {
  /** Bytes of the digest that an id keeps. */
  private static final int ID_BYTES = 16;

  private ContentId() {}

  /**
   * 32 lower-case hex digits of SHA-256. Each field is preceded by its length, so that no two lists
   * of fields run into one text.
   */
  public static String of(List<String> fields) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String field : fields) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
