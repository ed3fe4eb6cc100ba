package io.gpuledger.cost.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceProfileTest {
  @ParameterizedTest
  @CsvSource({
    "1g.5gb, NVIDIA A100-SXM4-40GB, 1, 1",
    "1g.10gb, NVIDIA A100-SXM4-40GB, 1, 2",
    "1g.10gb, NVIDIA A100-SXM4-80GB, 1, 1",
    "1g.10gb+me, NVIDIA H100 80GB HBM3, 1, 1",
    "1g.20gb, NVIDIA H100 80GB HBM3, 1, 2",
    "2g.20gb, NVIDIA H100 80GB HBM3, 2, 2",
    "3g.40gb, NVIDIA H100 80GB HBM3, 3, 4",
    "4g.40gb, NVIDIA H100 80GB HBM3, 4, 4",
    "7g.80gb, NVIDIA H100 80GB HBM3, 7, 8",
    "1g.18gb, NVIDIA H200, 1, 1",
    "1g.35gb, NVIDIA H200, 1, 2",
    "3g.71gb, NVIDIA H200, 3, 4",
    "2g.45gb, NVIDIA B200, 2, 2",
    "3g.90gb, NVIDIA B200, 3, 4",
    "3g.135gb, NVIDIA B300, 3, 4",
    "1g.10gb, a model of no known memory, 1, 1",
    "3g.40gb, a model of no known memory, 3, 4"
  })
  void a_profile_of_a_seven_slice_device(String profile, String model, int sevenths, int eighths) {
    assertEquals(
        Optional.of(
            new SliceProfile(SliceProfile.WHOLE / 7 * sevenths, SliceProfile.WHOLE / 8 * eighths)),
        SliceProfile.of(profile, model));
  }

  @ParameterizedTest
  @CsvSource({
    "1g.6gb, NVIDIA A30, 1",
    "2g.12gb, NVIDIA A30, 2",
    "4g.24gb, NVIDIA A30, 4",
    "2g.48gb, NVIDIA RTX PRO 6000 Blackwell Server Edition, 2"
  })
  void a_profile_of_a_four_slice_device(String profile, String model, int quarters) {
    int part = SliceProfile.WHOLE / 4 * quarters;
    assertEquals(Optional.of(new SliceProfile(part, part)), SliceProfile.of(profile, model));
  }

  @Test
  void a_compute_instance_has_its_part_of_the_slice() {
    assertEquals(
        Optional.of(new SliceProfile(SliceProfile.WHOLE / 7, SliceProfile.WHOLE / 8 * 4 / 3)),
        SliceProfile.of("1c.3g.40gb", "NVIDIA H100 80GB HBM3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g.10gb", "8g.10gb", "2c.1g.10gb", "1g", "1g.10tb", "MIG 1g.10gb"})
  void what_is_no_profile_says_nothing(String profile) {
    assertEquals(Optional.empty(), SliceProfile.of(profile, "NVIDIA H100 80GB HBM3"));
  }
}
