package io.gpuledger.cost.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineShapesTest {
  private static final MachineShape TOLD = new MachineShape("told", 8, 96, 900);

  @Test
  void an_instance_type_is_found_wherever_the_bill_names_it() {
    for (String text :
        List.of(
            "p5.48xlarge",
            "USE1-BoxUsage:p5.48xlarge",
            "{\"InstanceType\":\"p5.48xlarge\",\"x\":\"1\"}",
            "i-0abc  ml.p5.48xlarge Linux")) {
      assertThat(MachineShapes.STANDARD.find(text, Optional.empty()))
          .as(text)
          .contains(new MachineShape("p5.48xlarge", 8, 192, 2_048));
    }
    assertThat(MachineShapes.STANDARD.find("Standard_ND96isr_H100_v5", Optional.empty()))
        .map(MachineShape::vcpus)
        .contains(96);
  }

  @Test
  void a_name_that_tells_its_own_shape_is_believed() {
    assertThat(
            MachineShapes.STANDARD.find(
                "gpu-h100-sxm_8gpu-128vcpu-1600gb reserved", Optional.empty()))
        .contains(new MachineShape("gpu-h100-sxm_8gpu-128vcpu-1600gb", 8, 128, 1_600));
  }

  @Test
  void what_nobody_knows_has_no_shape() {
    for (String text : List.of("", "p99.48xlarge", "NVIDIA H100 GPU hours", "x_0gpu-1vcpu-1gb")) {
      assertThat(MachineShapes.STANDARD.find(text, Optional.empty())).as(text).isEmpty();
    }
  }

  @Test
  void the_configuration_comes_before_the_bill_and_the_bill_before_what_is_published() {
    MachineShape own = new MachineShape("P5.48xlarge", 8, 200, 2_000);
    MachineShapes configured = new MachineShapes(List.of(own));
    assertThat(configured.find("p5.48xlarge", Optional.of(TOLD))).contains(own);
    assertThat(MachineShapes.STANDARD.find("p5.48xlarge", Optional.of(TOLD))).contains(TOLD);
  }

  @Test
  void a_shape_without_anything_or_with_too_much_is_refused() {
    assertThatThrownBy(() -> new MachineShape("m", 0, 1, 1)).hasMessageContaining("0 of something");
    assertThatThrownBy(() -> new MachineShape("m", 1, 1, MachineShape.LIMIT + 1))
        .hasMessageContaining("expected 1 to");
    assertThatThrownBy(() -> new MachineShape(" ", 1, 1, 1)).hasMessageContaining("needs a name");
  }
}
