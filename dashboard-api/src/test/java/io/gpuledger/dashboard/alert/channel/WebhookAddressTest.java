package io.gpuledger.dashboard.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {
  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, true",
    "2606:4700::1111, true",
    "127.0.0.1, false",
    "127.9.9.9, false",
    "10.1.2.3, false",
    "172.16.0.1, false",
    "192.168.1.1, false",
    "169.254.169.254, false",
    "100.64.0.1, false",
    "0.0.0.0, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "198.18.0.1, false",
    "::1, false",
    "::, false",
    "fe80::1, false",
    "fd00::1, false",
    "::ffff:10.0.0.1, false",
    "64:ff9b::a00:1, false",
    "2002:a00:1::, false",
  })
  void only_public_addresses_are_called(String address, boolean isPublic) throws Exception {
    assertThat(WebhookAddress.isPublic(InetAddress.getByName(address))).isEqualTo(isPublic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.slack.com/x",
        "file:///etc/passwd",
        "https://user:pass@hooks.slack.com/x",
        "not an address",
        "https:///x",
        "gopher://x/"
      })
  void only_https_without_credentials_is_taken(String text) {
    assertThatThrownBy(() -> WebhookAddress.checked(text, false))
        .isInstanceOf(WebhookAddress.ForbiddenAddress.class);
  }
}
