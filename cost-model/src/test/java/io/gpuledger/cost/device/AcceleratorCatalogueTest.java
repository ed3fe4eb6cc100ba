package io.gpuledger.cost.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.device.AcceleratorCatalogue.Finding;
import io.gpuledger.cost.device.AcceleratorCatalogue.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorCatalogueTest {
  private final AcceleratorCatalogue catalogue = AcceleratorCatalogue.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1.624 per On Demand Linux g5.4xlarge Instance Hour | NVIDIA A10G | 1",
        "USE1-BoxUsage:p5.48xlarge | NVIDIA H100 | 8",
        "p4de.24xlarge | NVIDIA A100 80GB | 8",
        "ml.p4d.24xlarge | NVIDIA A100 40GB | 8",
        "trn1.32xlarge | AWS Trainium | 16",
        "inf2.48xlarge | AWS Inferentia2 | 12",
        "p6-b200.48xlarge | NVIDIA B200 | 8",
        "Standard_ND96isr_H100_v5 | NVIDIA H100 | 8",
        "ND96isr H100 v5 | NVIDIA H100 | 8",
        "Standard_NC64as_T4_v3 | NVIDIA T4 | 4",
        "Standard_NV6ads_A10_v5 | NVIDIA A10 | 0",
        "a3-highgpu-8g | NVIDIA H100 | 8",
        "g2-standard-48 | NVIDIA L4 | 4",
        "Nvidia Tesla T4 GPU running in Americas | NVIDIA T4 | 1",
        "Nvidia H100 80GB GPU running in Iowa | NVIDIA H100 | 1",
        "Nvidia H100 80GB GPU attached to Spot VMs running in Iowa | NVIDIA H100 | 1",
        "TPU v5e running in Americas | Google TPU v5e | 1",
        "TpuV5p usage in Iowa | Google TPU v5p | 1",
        "Trillium TPU chip hour | Google TPU v6e | 1",
        "BM.GPU.H100.8 | NVIDIA H100 | 8",
        "BM.GPU4.8 | NVIDIA A100 40GB | 8",
        "gd-8xh100ib-i128 | NVIDIA H100 | 8",
        "gpu_8x_h100_sxm5 | NVIDIA H100 | 8",
        "8x H100 (80 GB SXM5) | NVIDIA H100 | 8",
        "gpu-h100-sxm_8gpu-128vcpu-1600gb | NVIDIA H100 | 8",
        "h100-80gb-sxm-ib.8x | NVIDIA H100 | 8",
        "l40s-48gb.10x | NVIDIA L40S | 10",
        "a100-80gb.2x | NVIDIA A100 80GB | 2"
      })
  void a_listed_type_is_known(String text, String model, int count) {
    assertThat(catalogue.inText(text)).isEqualTo(new Finding(Status.KNOWN, model, count));
  }

  /** The complaint of opencost#2215: what is no known GPU must not pass for no GPU. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "p9.48xlarge",
        "g7e.2xlarge",
        "Standard_ND200_X900_v9",
        "BM.GPU.X9.8",
        "Cloud TPU v9 chip hour",
        "TpuV9 usage in Iowa",
        "Nvidia X900 GPU running in Iowa"
      })
  void an_accelerator_that_is_not_listed_is_unknown(String text) {
    assertThat(catalogue.inText(text).status()).isEqualTo(Status.UNKNOWN);
    assertThat(catalogue.inText(text).model()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m6i.large",
        "$0.40 per million Amazon SQS standard requests",
        "Standard_D4s_v5",
        "Application load balancer L4 rules",
        "Global Accelerator fixed fee",
        "Plan A100",
        "Standard - E3 - Memory",
        "t4g.medium",
        "db.p4 class"
      })
  void other_text_names_no_accelerator(String text) {
    assertThat(catalogue.inText(text)).isEqualTo(Finding.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3, NVIDIA H100",
    "NVIDIA A100-SXM4-80GB, NVIDIA A100 80GB",
    "NVIDIA A10G, NVIDIA A10G",
    "NVIDIA L40S, NVIDIA L40S",
    "Tesla T4, NVIDIA T4"
  })
  void a_name_from_telemetry_is_the_same_model(String name, String model) {
    assertThat(catalogue.ofModel(name).model()).isEqualTo(model);
  }
}
