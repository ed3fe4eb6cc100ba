package io.gpuledger.sql.engine;

import com.clickhouse.data.ClickHouseCityHash;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * The engine's own framing of compressed bytes, which {@code compress=1} and {@code decompress=1}
 * ask for: a CityHash of 16 bytes, a method byte, both sizes, and an LZ4 block.
 */
final class BlockCompression {
  private static final int CHECKSUM_BYTES = 16;
  private static final int HEADER_BYTES = 9;
  private static final byte LZ4 = (byte) 0x82;
  private static final byte NONE = 0x02;
  private static final int BLOCK_BYTES = 1 << 16;

  /** The largest block that is taken from a client, in bytes before and after compression. */
  static final int BLOCK_BYTES_MAX = 64 << 20;

  private BlockCompression() {}

  static OutputStream compress(OutputStream out) {
    return new Compressed(out);
  }

  static InputStream decompress(InputStream in) {
    return new Decompressed(in);
  }

  /** CityHash128 of version 1.0.2, which the engine stays with. */
  @SuppressWarnings("deprecation") // The driver's old generation is the one place that has it.
  private static long[] hash(byte[] bytes, int offset, int length) {
    return ClickHouseCityHash.cityHash128(bytes, offset, length);
  }

  private static final class Compressed extends OutputStream {
    private final OutputStream out;
    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final byte[] plain = new byte[BLOCK_BYTES];
    private final byte[] block =
        new byte[CHECKSUM_BYTES + HEADER_BYTES + compressor.maxCompressedLength(BLOCK_BYTES)];
    private int filled;

    Compressed(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        int piece = Math.min(left, BLOCK_BYTES - filled);
        System.arraycopy(source, from, plain, filled, piece);
        filled += piece;
        from += piece;
        left -= piece;
        if (filled == BLOCK_BYTES) {
          sendBlock();
        }
      }
    }

    private void sendBlock() throws IOException {
      int start = CHECKSUM_BYTES + HEADER_BYTES;
      int size = compressor.compress(plain, 0, filled, block, start);
      ByteBuffer head = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
      head.put(CHECKSUM_BYTES, LZ4);
      head.putInt(CHECKSUM_BYTES + 1, size + HEADER_BYTES);
      head.putInt(CHECKSUM_BYTES + 5, filled);
      long[] hash = hash(block, CHECKSUM_BYTES, size + HEADER_BYTES);
      head.putLong(0, hash[0]);
      head.putLong(8, hash[1]);
      out.write(block, 0, start + size);
      filled = 0;
    }

    @Override
    public void flush() throws IOException {
      if (filled > 0) {
        sendBlock();
      }
      out.flush();
    }

    @Override
    public void close() throws IOException {
      flush();
      out.close();
    }
  }

  private static final class Decompressed extends InputStream {
    private final InputStream in;
    private final LZ4SafeDecompressor decompressor =
        LZ4Factory.fastestInstance().safeDecompressor();
    private byte[] plain = new byte[0];
    private int position;

    Decompressed(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (position == plain.length) {
        if (!nextBlock()) {
          return -1;
        }
      }
      int read = Math.min(length, plain.length - position);
      System.arraycopy(plain, position, target, offset, read);
      position += read;
      return read;
    }

    private boolean nextBlock() throws IOException {
      byte[] head = in.readNBytes(CHECKSUM_BYTES + HEADER_BYTES);
      if (head.length == 0) {
        return false;
      }
      if (head.length < CHECKSUM_BYTES + HEADER_BYTES) {
        throw new EOFException("a compressed block ends in its head");
      }
      ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      byte method = fields.get(CHECKSUM_BYTES);
      int packedSize = fields.getInt(CHECKSUM_BYTES + 1) - HEADER_BYTES;
      int plainSize = fields.getInt(CHECKSUM_BYTES + 5);
      if (packedSize < 0
          || packedSize > BLOCK_BYTES_MAX
          || plainSize < 0
          || plainSize > BLOCK_BYTES_MAX) {
        throw new IOException(
            "a compressed block of " + packedSize + " bytes for " + plainSize + " is refused");
      }
      byte[] block = new byte[HEADER_BYTES + packedSize];
      System.arraycopy(head, CHECKSUM_BYTES, block, 0, HEADER_BYTES);
      if (in.readNBytes(block, HEADER_BYTES, packedSize) < packedSize) {
        throw new EOFException("a compressed block ends early");
      }
      long[] hash = hash(block, 0, block.length);
      if (hash[0] != fields.getLong(0) || hash[1] != fields.getLong(8)) {
        throw new IOException("the checksum of a compressed block does not match");
      }
      plain = unpack(method, block, packedSize, plainSize);
      position = 0;
      return true;
    }

    private byte[] unpack(byte method, byte[] block, int packedSize, int plainSize)
        throws IOException {
      byte[] unpacked = new byte[plainSize];
      if (method == NONE && packedSize == plainSize) {
        System.arraycopy(block, HEADER_BYTES, unpacked, 0, plainSize);
        return unpacked;
      }
      if (method != LZ4) {
        throw new IOException("compression method " + method + " of a block is not supported");
      }
      try {
        int size = decompressor.decompress(block, HEADER_BYTES, packedSize, unpacked, 0, plainSize);
        if (size != plainSize) {
          throw new IOException(
              "a compressed block says " + plainSize + " bytes and holds " + size);
        }
      } catch (LZ4Exception e) {
        throw new IOException("a compressed block cannot be unpacked", e);
      }
      return unpacked;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
