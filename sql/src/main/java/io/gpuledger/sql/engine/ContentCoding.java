package io.gpuledger.sql.engine;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** The content codings of HTTP that the endpoint speaks in both directions. */
enum ContentCoding {
  IDENTITY(""),
  ZSTD("zstd"),
  LZ4("lz4"),
  GZIP("gzip");

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  String token() {
    return token;
  }

  /** The first of ours that a client accepts; a quality of zero takes it out. */
  static ContentCoding accepted(String acceptEncoding) {
    for (ContentCoding coding : values()) {
      if (coding != IDENTITY && accepts(acceptEncoding, coding.token)) {
        return coding;
      }
    }
    return IDENTITY;
  }

  private static boolean accepts(String acceptEncoding, String token) {
    for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] pieces = part.strip().split(";", 2);
      if (pieces[0].strip().equals(token)) {
        return pieces.length == 1 || !pieces[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  static ContentCoding of(String contentEncoding) throws IOException {
    String wanted = contentEncoding.strip().toLowerCase(Locale.ROOT);
    if (wanted.equals("identity")) {
      return IDENTITY;
    }
    for (ContentCoding coding : values()) {
      if (coding.token.equals(wanted)) {
        return coding;
      }
    }
    throw new IOException("content encoding \"" + contentEncoding + "\" is not supported");
  }

  OutputStream encode(OutputStream out) throws IOException {
    return switch (this) {
      case IDENTITY -> out;
      case ZSTD -> new ZstdOutputStream(out, 1);
      case LZ4 -> new LZ4FrameOutputStream(out);
      case GZIP -> new FastGzip(out);
    };
  }

  InputStream decode(InputStream in) throws IOException {
    return switch (this) {
      case IDENTITY -> in;
      case ZSTD -> new ZstdInputStream(in);
      case LZ4 -> new LZ4FrameInputStream(in);
      case GZIP -> new GZIPInputStream(in, 1 << 16);
    };
  }

  /** Gzip at its fastest level: the peer is on this machine or a near one. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 15);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
