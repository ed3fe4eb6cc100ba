package io.gpuledger.streaming.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The form in which checkpoints hold block references. Version 1. */
final class SpooledBlockSerializer implements SimpleVersionedSerializer<SpooledBlock> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(SpooledBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(block.token());
    out.writeUTF(block.job());
    out.writeInt(block.generation());
    out.writeLong(block.checkpointId());
    out.writeUTF(block.launch());
    out.writeUTF(block.table());
    out.writeInt(block.month());
    out.writeUTF(block.path());
    out.writeLong(block.bytes());
    out.writeLong(block.crc32c());
    out.writeLong(block.rows());
    out.flush();
    return bytes.toByteArray();
  }

  @Override
  public SpooledBlock deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("spooled block of version " + version + ", expected " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    return new SpooledBlock(
        in.readUTF(),
        in.readUTF(),
        in.readInt(),
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readInt(),
        in.readUTF(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
