package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.dashboard.config.ChannelConfig.MailSecurity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChannelsSectionTest {
  private static Parsed<LedgerConfig> read(String channels) {
    return ConfigReader.read(
        "gpuledger.yaml", "alerts:\n  channels:\n" + channels.indent(4).stripTrailing() + "\n");
  }

  private static List<ChannelConfig> channels(String channels) {
    Parsed<LedgerConfig> parsed = read(channels);
    assertThat(parsed.problems()).isEmpty();
    return parsed.values().get(0).alerts().channels();
  }

  private static List<String> messages(String channels) {
    return read(channels).problems().stream().map(Object::toString).toList();
  }

  @Test
  void an_entry_without_a_kind_is_the_slack_webhook_that_it_always_was() {
    ChannelConfig channel =
        channels("- name: platform-slack\n  webhook: ${env:GPULEDGER_SLACK_WEBHOOK}").get(0);

    assertThat(channel)
        .isEqualTo(
            new ChannelConfig.SlackWebhook(
                "platform-slack",
                false,
                new SecretReference(SecretReference.Kind.ENV, "GPULEDGER_SLACK_WEBHOOK")));
  }

  @Test
  void buttons_of_slack_act_with_a_signing_secret_or_an_app_token_and_of_no_other_kind() {
    List<ChannelConfig> channels =
        channels(
            """
            - {name: a, webhook: "${env:A}"}
            - {name: b, webhook: "${env:A}", signingSecret: "${env:B}"}
            - {name: c, webhook: "${env:A}", appToken: "${env:C}"}
            - {name: d, kind: slack-bot, token: "${env:A}", channel: C1, appToken: "${env:C}"}
            """);

    assertThat(channels)
        .extracting(ChannelConfig::hasButtons)
        .containsExactly(false, true, true, true);
    assertThat(channels.get(3).appToken())
        .contains(new SecretReference(SecretReference.Kind.ENV, "C"));
    assertThat(messages("- {name: t, kind: teams, webhook: \"${env:A}\", appToken: \"${env:C}\"}"))
        .singleElement()
        .asString()
        .contains("\"appToken\" is not a setting of a channel of kind teams");
  }

  @Test
  void each_kind_has_its_settings_and_usual_values() {
    List<ChannelConfig> channels =
        channels(
            """
            - name: bot
              kind: slack-bot
              token: ${env:TOKEN}
              channel: C0123ABCD
            - name: mail
              kind: email
              host: smtp.example.com
              user: gpuledger
              password: ${file:/run/secrets/smtp}
              from: gpuledger@example.com
              to: [finance@example.com, leads@example.com]
            - name: relay
              kind: email
              host: localhost
              security: none
              allowPrivateAddresses: true
              from: gpuledger@example.com
              to: [ops@example.com]
            - name: teams
              kind: teams
              webhook: ${env:TEAMS}
            - name: page
              kind: pagerduty
              routingKey: ${env:KEY}
              endpoint: https://events.eu.pagerduty.com/v2/enqueue
            - name: hook
              kind: webhook
              webhook: ${env:HOOK}
              signingKey: ${env:HOOK_KEY}
            """);

    Map<String, ChannelConfig> byName =
        channels.stream().collect(Collectors.toMap(ChannelConfig::name, channel -> channel));
    assertThat(channels).extracting(ChannelConfig::kind).doesNotContain(ChannelKind.SLACK);
    assertThat(byName.get("bot"))
        .isInstanceOfSatisfying(
            ChannelConfig.SlackBot.class,
            bot -> assertThat(bot.endpoint()).hasToString("https://slack.com/api/"));
    assertThat(byName.get("mail"))
        .isInstanceOfSatisfying(
            ChannelConfig.Email.class,
            mail -> {
              assertThat(mail.security()).isEqualTo(MailSecurity.STARTTLS);
              assertThat(mail.port()).isEqualTo(587);
              assertThat(mail.to()).containsExactly("finance@example.com", "leads@example.com");
            });
    assertThat(byName.get("relay"))
        .isInstanceOfSatisfying(
            ChannelConfig.Email.class,
            mail -> {
              assertThat(mail.port()).isEqualTo(25);
              assertThat(mail.allowPrivateAddresses()).isTrue();
              assertThat(mail.secrets()).isEmpty();
            });
    assertThat(byName.get("page"))
        .isInstanceOfSatisfying(
            ChannelConfig.PagerDuty.class,
            page ->
                assertThat(page.endpoint())
                    .isEqualTo(URI.create("https://events.eu.pagerduty.com/v2/enqueue")));
    assertThat(byName.get("hook").secrets()).containsOnlyKeys("webhook", "signingKey");
  }

  @Test
  void every_fault_names_its_place_and_all_come_at_once() {
    assertThat(
            messages(
                """
                - name: preview
                  webhook: ${env:A}
                - name: a
                  kind: sms
                - name: b
                  kind: slack-bot
                  webhook: ${env:A}
                - name: c
                  kind: email
                  host: smtp.example.com
                  user: me
                  from: me
                  to: [you]
                - name: d
                  kind: email
                  host: smtp.example.com
                  security: none
                  user: me
                  password: ${env:P}
                  from: me@example.com
                - name: e
                  kind: pagerduty
                  routingKey: R0123
                  endpoint: ftp://x
                """))
        .containsExactly(
            "gpuledger.yaml:3:13 alerts.channels[0].name: \"preview\" is the name of the product's"
                + " own channel",
            "gpuledger.yaml:5:7 alerts.channels[1].webhook: \"webhook\" is missing: expected"
                + " ${env:NAME} or ${file:/path}",
            "gpuledger.yaml:6:13 alerts.channels[1].kind: \"sms\" is not one of slack, slack-bot,"
                + " email, teams, pagerduty, webhook",
            "gpuledger.yaml:7:7 alerts.channels[2].token: \"token\" is missing: expected"
                + " ${env:NAME} or ${file:/path}",
            "gpuledger.yaml:7:7 alerts.channels[2].channel: \"channel\" is missing: expected a"
                + " text",
            "gpuledger.yaml:9:16 alerts.channels[2].webhook: \"webhook\" is not a setting of a"
                + " channel of kind slack-bot",
            "gpuledger.yaml:13:13 alerts.channels[3].user: user and password stand together",
            "gpuledger.yaml:14:13 alerts.channels[3].from: \"me\" is not a mail address such as"
                + " finance@example.com",
            "gpuledger.yaml:15:12 alerts.channels[3].to: expected a mail address such as"
                + " finance@example.com",
            "gpuledger.yaml:16:7 alerts.channels[4].to: \"to\" is missing: expected a list of mail"
                + " addresses",
            "gpuledger.yaml:19:17 alerts.channels[4].security: a password is not sent over a"
                + " connection without TLS",
            "gpuledger.yaml:25:19 alerts.channels[5].routingKey: a secret stands here by reference"
                + " only: ${env:NAME} or ${file:/path}",
            "gpuledger.yaml:26:17 alerts.channels[5].endpoint: \"ftp://x\" is not an http or https"
                + " address");
  }

  @Test
  void what_the_alerts_permit_a_channel_may_refuse() {
    String text =
        """
        alerts:
          allowPrivateAddresses: true
          channels:
            - name: a
              webhook: ${env:A}
            - name: b
              webhook: ${env:B}
              allowPrivateAddresses: false
        """;

    assertThat(ConfigReader.read("f", text).values().get(0).alerts().channels())
        .extracting(ChannelConfig::allowPrivateAddresses)
        .containsExactly(true, false);
  }
}
