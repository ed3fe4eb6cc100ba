package io.gpuledger.dashboard.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.channel.Outcome.Result;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelConfig.MailSecurity;
import io.gpuledger.dashboard.config.SecretReference;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {
  private static final String PAYLOAD =
      PayloadJson.object()
          .put("subject", "[GpuLedger] büdget: 82 %")
          .put("text", "Spent of limit: 82 %\n.\nend")
          .put("html", "<p>Spent of limit: <b>82 %</b></p>")
          .toString();
  private static final Message RAISED = new Message("k-1", Step.RAISED, PAYLOAD, "");

  @TempDir Path folder;
  private SmtpPeer peer;

  @AfterEach
  void close() throws Exception {
    if (peer != null) {
      peer.close();
    }
  }

  private ChannelConfig.Email config(MailSecurity security, String user, boolean allowPrivate) {
    return new ChannelConfig.Email(
        "mail",
        allowPrivate,
        "127.0.0.1",
        peer.port(),
        security,
        user,
        Optional.of(new SecretReference(SecretReference.Kind.ENV, "UNSET")),
        "gpuledger@example.com",
        List.of("finance@example.com", "leads@example.com"));
  }

  private Outcome plain(Message message) {
    return new EmailChannel(config(MailSecurity.NONE, "", true), "", Duration.ofSeconds(5))
        .send(message);
  }

  private Outcome secured(String password, SSLSocketFactory tls) {
    return new EmailChannel(
            config(MailSecurity.STARTTLS, "gpuledger", true), password, Duration.ofSeconds(5), tls)
        .send(RAISED);
  }

  @Test
  void a_mail_is_plain_text_and_html_to_all_with_an_id_of_its_own() throws Exception {
    peer = new SmtpPeer(Optional.empty());

    Outcome outcome = plain(RAISED);

    assertThat(outcome.result()).isEqualTo(Result.DELIVERED);
    assertThat(outcome.externalId()).isEqualTo("<k-1.raised@example.com>");
    assertThat(peer.taken).hasSize(1);
    SmtpPeer.Mail mail = peer.taken.get(0);
    assertThat(mail.to()).containsExactly("<finance@example.com>", "<leads@example.com>");
    assertThat(mail.text())
        .contains("Subject: =?UTF-8?")
        .contains("Message-ID: <k-1.raised@example.com>")
        .contains("multipart/alternative")
        .contains("text/plain; charset=UTF-8")
        .contains("text/html; charset=UTF-8")
        .contains("Spent of limit: <b>82 %</b>")
        .contains("Auto-Submitted: auto-generated");
  }

  @Test
  void a_later_step_is_a_reply() throws Exception {
    peer = new SmtpPeer(Optional.empty());

    plain(new Message("k-1", Step.RECOVERED, PAYLOAD, "<k-1.raised@example.com>"));

    assertThat(peer.taken.get(0).text())
        .contains("Message-ID: <k-1.recovered@example.com>")
        .contains("In-Reply-To: <k-1.raised@example.com>");
  }

  @Test
  void a_busy_server_is_asked_again_and_a_refusal_is_for_good() throws Exception {
    peer = new SmtpPeer(Optional.empty());
    peer.script("451", "554", "rcpt550");

    Outcome busy = plain(RAISED);
    Outcome refused = plain(RAISED);
    Outcome unknown = plain(RAISED);

    assertThat(busy.result()).isEqualTo(Result.RETRY);
    assertThat(busy.uncertain()).isFalse();
    assertThat(busy.error()).contains("451 not this one");
    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(unknown.result()).isEqualTo(Result.REFUSED);
    assertThat(unknown.error()).contains("550 5.1.1 no such mailbox");
    assertThat(peer.taken).isEmpty();
  }

  @Test
  void a_connection_cut_after_the_mail_was_taken_leaves_the_outcome_unknown() throws Exception {
    peer = new SmtpPeer(Optional.empty());
    peer.script("drop");

    Outcome outcome = plain(RAISED);

    assertThat(outcome.result()).isEqualTo(Result.RETRY);
    assertThat(outcome.uncertain()).isTrue();
    assertThat(peer.taken).hasSize(1);
  }

  @Test
  void a_server_that_is_not_there_has_taken_nothing() throws Exception {
    peer = new SmtpPeer(Optional.empty());
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ChannelConfig.Email there = config(MailSecurity.NONE, "", true);
    ChannelConfig.Email gone =
        new ChannelConfig.Email(
            "mail",
            true,
            "127.0.0.1",
            port,
            MailSecurity.NONE,
            "",
            Optional.empty(),
            there.from(),
            there.to());

    Outcome outcome = new EmailChannel(gone, "", Duration.ofSeconds(5)).send(RAISED);

    assertThat(outcome.result()).isEqualTo(Result.RETRY);
    assertThat(outcome.uncertain()).isFalse();
  }

  @Test
  void a_private_address_is_refused_unless_it_is_permitted() throws Exception {
    peer = new SmtpPeer(Optional.empty());

    Outcome outcome =
        new EmailChannel(config(MailSecurity.NONE, "", false), "", Duration.ofSeconds(5))
            .send(RAISED);

    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.error()).contains("private").contains("allowPrivateAddresses");
    assertThat(peer.taken).isEmpty();
  }

  @Test
  void with_starttls_the_mail_and_the_password_go_over_tls() throws Exception {
    SSLContext tls = SelfSigned.context(folder);
    peer = new SmtpPeer(Optional.of(tls));

    Outcome outcome = secured("right", tls.getSocketFactory());
    Outcome wrong = secured("wrong-password", tls.getSocketFactory());

    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.result()).isEqualTo(Result.DELIVERED);
    assertThat(peer.taken).hasSize(1);
    assertThat(peer.taken.get(0).encrypted()).isTrue();
    assertThat(peer.taken.get(0).user()).isEqualTo("gpuledger");
    assertThat(wrong.result()).isEqualTo(Result.REFUSED);
    assertThat(wrong.error()).doesNotContain("wrong-password");
  }

  @Test
  void a_server_without_starttls_or_with_a_certificate_of_its_own_making_gets_nothing()
      throws Exception {
    peer = new SmtpPeer(Optional.empty());
    Outcome plainOnly = secured("right", (SSLSocketFactory) SSLSocketFactory.getDefault());
    peer.close();
    peer = new SmtpPeer(Optional.of(SelfSigned.context(folder)));
    Outcome untrusted = secured("right", (SSLSocketFactory) SSLSocketFactory.getDefault());

    assertThat(plainOnly.result()).isEqualTo(Result.RETRY);
    assertThat(plainOnly.uncertain()).isFalse();
    assertThat(untrusted.result()).isEqualTo(Result.RETRY);
    assertThat(untrusted.uncertain()).isFalse();
    assertThat(peer.taken).isEmpty();
  }
}
