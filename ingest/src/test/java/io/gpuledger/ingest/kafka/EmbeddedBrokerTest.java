package io.gpuledger.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class EmbeddedBrokerTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void topics_have_the_partitions_and_settings_of_the_design() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory));
        Admin admin =
            Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
      var topics =
          admin
              .describeTopics(TopicSpec.LEDGER.stream().map(TopicSpec::name).toList())
              .allTopicNames()
              .get();
      assertThat(topics.get("charges").partitions()).hasSize(2);
      assertThat(topics.get("samples").partitions()).hasSize(2);
      assertThat(topics.get("rejects").partitions()).hasSize(1);
      var control = new ConfigResource(ConfigResource.Type.TOPIC, "control");
      assertThat(
              admin
                  .describeConfigs(List.of(control))
                  .all()
                  .get()
                  .get(control)
                  .get("cleanup.policy")
                  .value())
          .isEqualTo("compact");
    }
  }

  @Test
  void a_started_broker_leads_every_partition_at_once() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory));
        Admin impatient =
            Admin.create(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "retries", 0))) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (TopicSpec topic : TopicSpec.LEDGER) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
          ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
      }
      assertThat(impatient.listOffsets(ends).all().get())
          .hasSize(ends.size())
          .allSatisfy((partition, end) -> assertThat(end.offset()).isZero());
    }
  }

  @Test
  void records_survive_an_orderly_restart_on_another_port() throws Exception {
    String first;
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory))) {
      first = broker.bootstrap();
      send(first, 0, 100);
      assertThat(Files.readString(directory.resolve(EmbeddedBroker.ADDRESS_FILE))).isEqualTo(first);
    }
    assertThat(directory.resolve(EmbeddedBroker.ADDRESS_FILE)).doesNotExist();
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory))) {
      send(broker.bootstrap(), 100, 150);
      assertThat(read(broker.bootstrap(), 150)).isEqualTo(expected(150));
    }
  }

  @Test
  void acknowledged_records_survive_kill_nine() throws Exception {
    Process child = startChild();
    try {
      send(awaitAddress(child), 0, 1_000);
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(child.exitValue()).isEqualTo(137);
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory))) {
      assertThat(read(broker.bootstrap(), 1_000)).isEqualTo(expected(1_000));
    }
  }

  @Test
  void a_process_of_its_own_stops_in_order_on_sigterm() throws Exception {
    Process child = startChild();
    send(awaitAddress(child), 0, 10);
    child.destroy();
    assertThat(child.waitFor()).isEqualTo(143);
    assertThat(directory.resolve(EmbeddedBroker.ADDRESS_FILE)).doesNotExist();
  }

  @Test
  void a_second_broker_on_the_same_directory_is_refused() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.in(directory)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("another broker uses the directory");
      send(broker.bootstrap(), 0, 10);
    }
  }

  @Test
  void a_taken_port_is_an_error_that_names_it() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory.resolve("a")))) {
      int port = Integer.parseInt(broker.bootstrap().split(":", -1)[1]);
      assertThatThrownBy(
              () -> EmbeddedBroker.start(BrokerOptions.in(directory.resolve("b")).withPort(port)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(broker.bootstrap());
    }
  }

  private Process startChild() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private String awaitAddress(Process child) throws IOException, InterruptedException {
    Path address = directory.resolve(EmbeddedBroker.ADDRESS_FILE);
    Instant deadline = Instant.now().plus(DEADLINE);
    while (!Files.exists(address)) {
      assertThat(child.isAlive()).as("the child runs").isTrue();
      assertThat(Instant.now()).as("the child serves").isBefore(deadline);
      Thread.onSpinWait();
      child.waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
    return Files.readString(address);
  }

  private static void send(String bootstrap, int from, int to) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = from; i < to; i++) {
        // Old event times must not be deleted by retention.
        sent.add(
            producer.send(new ProducerRecord<>("rejects", 0, 1_000L, "key", Integer.toString(i))));
      }
      producer.flush();
      assertThat(sent).allSatisfy(s -> assertThat(s).succeedsWithin(DEADLINE));
    }
  }

  private static List<String> read(String bootstrap, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("rejects", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Instant deadline = Instant.now().plus(DEADLINE);
      while (values.size() < count && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
      }
    }
    return values;
  }

  private static List<String> expected(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
