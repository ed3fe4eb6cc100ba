package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpooledBlockSerializerTest {
  private static final SpooledBlock BLOCK =
      new SpooledBlock(
          "2f3b3a5e-0000-4000-8000-000000000001",
          "billing",
          2,
          9_876_543_210L,
          "launch",
          "charges",
          202611,
          "file:/tmp/ı",
          123_456_789_012L,
          0xFFFF_FFFFL,
          1_000_000);

  private final SpooledBlockSerializer serializer = new SpooledBlockSerializer();

  @Test
  void what_is_written_is_read() throws Exception {
    assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(BLOCK)))
        .isEqualTo(BLOCK);
  }

  @Test
  void a_version_from_the_future_is_refused() throws Exception {
    byte[] bytes = serializer.serialize(BLOCK);
    assertThatThrownBy(() -> serializer.deserialize(2, bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }
}
