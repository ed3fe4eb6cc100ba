package io.gpuledger.ingest.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Brings a broker's topics to what the ledger needs; the same for an embedded and a remote one. */
public final class LedgerTopics {
  private static final int TIMEOUT_SECONDS = 60;
  private static final long LOOK_AGAIN_NANOS = 50_000_000L;

  private LedgerTopics() {}

  /**
   * Creates absent topics, sets the settings of present ones and waits until every partition of a
   * new one takes records. Partitions of a present topic stay as they are.
   *
   * @param replication copies of each new topic
   * @throws BrokerException when the broker does not answer within a minute or refuses
   */
  public static void ensure(String bootstrap, List<TopicSpec> topics, short replication) {
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_SECONDS * 1_000))) {
      Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      create(admin, topics.stream().filter(t -> !present.contains(t.name())).toList(), replication);
      configure(admin, topics.stream().filter(t -> present.contains(t.name())).toList());
      awaitLeaders(admin, topics.stream().filter(t -> !present.contains(t.name())).toList());
    } catch (ExecutionException | TimeoutException e) {
      throw new BrokerException("cannot prepare the topics at " + bootstrap, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while preparing the topics at " + bootstrap, e);
    }
  }

  private static void create(Admin admin, List<TopicSpec> topics, short replication)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<NewTopic> wanted = new ArrayList<>();
    for (TopicSpec topic : topics) {
      wanted.add(
          new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.settings()));
    }
    for (var created : admin.createTopics(wanted).values().values()) {
      try {
        created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        // Another process of the same installation may have been quicker.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /**
   * A broker tells of a new partition a moment before it leads it. If a producer's first batch came
   * in between, it was refused and later ones were not, and Kafka then takes the first one no more.
   */
  private static void awaitLeaders(Admin admin, List<TopicSpec> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicSpec topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!knowsEnds(admin, ends, deadline)) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /**
   * Whether every partition has a leader: only that knows its end. The client itself asks again
   * where a partition has none, and gives up at once where the broker does not know the topic yet.
   */
  private static boolean knowsEnds(
      Admin admin, Map<TopicPartition, OffsetSpec> ends, long deadlineNanos)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException;
      if (!notYet || System.nanoTime() > deadlineNanos) {
        throw e;
      }
      return false;
    }
  }

  private static void configure(Admin admin, List<TopicSpec> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (TopicSpec topic : topics) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
          topic.settings().entrySet().stream()
              .map(
                  s ->
                      new AlterConfigOp(
                          new ConfigEntry(s.getKey(), s.getValue()), AlterConfigOp.OpType.SET))
              .toList());
    }
    admin.incrementalAlterConfigs(changes).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
