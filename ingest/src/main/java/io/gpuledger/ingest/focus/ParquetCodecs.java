package io.gpuledger.ingest.focus;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** The codecs that exports use, without Hadoop's: none, Snappy, gzip, zstd. */
public final class ParquetCodecs implements CompressionCodecFactory {
  /** Largest page, in bytes, decompressed. */
  private static final int MAX_PAGE_BYTES = 256 << 20;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return new Compressor(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return new Decompressor(name);
  }

  @Override
  public void release() {}

  private record Compressor(CompressionCodecName name) implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      byte[] plain = bytes.toInputStream().readAllBytes();
      return switch (name) {
        case UNCOMPRESSED -> BytesInput.from(plain);
        case SNAPPY -> BytesInput.from(Snappy.compress(plain));
        case ZSTD -> BytesInput.from(Zstd.compress(plain));
        case GZIP -> {
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
          }
          yield BytesInput.from(packed.toByteArray());
        }
        case LZO, BROTLI, LZ4, LZ4_RAW -> throw new IOException("codec " + name);
      };
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {}
  }

  private record Decompressor(CompressionCodecName name) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(plain(bytes.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int packedSize, ByteBuffer output, int size)
        throws IOException {
      byte[] packed = new byte[packedSize];
      input.get(packed);
      output.put(plain(packed, size));
    }

    private byte[] plain(byte[] packed, int size) throws IOException {
      if (size < 0 || size > MAX_PAGE_BYTES) {
        throw new IOException("a page of " + size + " bytes; at most " + MAX_PAGE_BYTES);
      }
      return switch (name) {
        case UNCOMPRESSED -> packed;
        case SNAPPY -> {
          if (Snappy.uncompressedLength(packed) > MAX_PAGE_BYTES) {
            throw new IOException("a page of more than " + MAX_PAGE_BYTES + " bytes");
          }
          yield Snappy.uncompress(packed);
        }
        case ZSTD -> Zstd.decompress(packed, size);
        case GZIP -> {
          try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            yield gzip.readNBytes(size);
          }
        }
        case LZO, BROTLI, LZ4, LZ4_RAW ->
            throw new IOException("codec " + name + " is not read; use Snappy, gzip or zstd");
      };
    }

    @Override
    public void release() {}
  }
}
