package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.usage.StateThresholds;
import io.gpuledger.dashboard.config.ConfigListener;
import io.gpuledger.dashboard.config.ConfigWatcher;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force and those who want to hear of a new one. Every change is audited. Who
 * could not take a change, because something outside is away, is told again until it is taken.
 */
final class ConfigurationInForce implements ConfigListener, Supplier<LedgerConfig>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationInForce.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final AuditLog audit;
  private final Optional<Path> file;
  private final List<Consumer<LedgerConfig>> listeners = new CopyOnWriteArrayList<>();

  /** Those who have not taken the configuration in force; of the watcher's thread alone. */
  private final List<Consumer<LedgerConfig>> behind = new ArrayList<>();

  private volatile LedgerConfig config;
  private volatile AllocationRules rules;
  private volatile RulesInForce present;
  private Optional<ConfigWatcher> watcher = Optional.empty();

  private ConfigurationInForce(LedgerConfig config, Optional<Path> file, AuditLog audit) {
    this.file = file;
    this.config = config;
    this.rules = config.allocationRules();
    this.present = present(config);
    this.audit = audit;
  }

  static ConfigurationInForce watch(LedgerConfig config, Optional<Path> file, AuditLog audit) {
    ConfigurationInForce inForce = new ConfigurationInForce(config, file, audit);
    if (file.isPresent()) {
      try {
        inForce.watcher =
            Optional.of(
                ConfigWatcher.start(file.get(), config, LOOK_EVERY, Clock.systemUTC(), inForce));
      } catch (IOException e) {
        throw new StartFailedException("cannot watch " + file.get(), e);
      }
    }
    return inForce;
  }

  /** Tells the configuration in force at once and every later one. */
  void onEach(Consumer<LedgerConfig> listener) {
    listeners.add(listener);
    listener.accept(config);
  }

  @Override
  public LedgerConfig get() {
    return config;
  }

  AllocationRules rules() {
    return rules;
  }

  /** How late bills may come. */
  CompletenessLags lags() {
    Map<String, Duration> bySource = new HashMap<>();
    config.sources().forEach(of -> of.billing().ifPresent(t -> bySource.put(of.name(), t.lag())));
    return new CompletenessLags(bySource);
  }

  /** What answers about the present go by. */
  RulesInForce present() {
    return present;
  }

  @Override
  public void changed(LedgerConfig before, LedgerConfig changed) {
    // All of it can be made before any of it is in force.
    AllocationRules changedRules = changed.allocationRules();
    RulesInForce changedPresent = present(changed);
    config = changed;
    rules = changedRules;
    present = changedPresent;
    audit.add("configuration", "reload", "gpuledger.yaml", "in force");
    behind.clear();
    behind.addAll(listeners);
    tell();
  }

  @Override
  public void unchanged() {
    tell();
  }

  /** Tells those who are behind; one that fails keeps no other from it. */
  private void tell() {
    for (Consumer<LedgerConfig> listener : List.copyOf(behind)) {
      try {
        listener.accept(config);
        behind.remove(listener);
      } catch (RuntimeException failed) {
        LOG.warn("the configuration is in force and not taken everywhere; trying again", failed);
      }
    }
  }

  /**
   * Copies the file and the file of exchange rates that it names, where that lies beside or below.
   */
  void copyTo(Path folder) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    Path yaml = file.get().toAbsolutePath().normalize();
    Files.copy(yaml, folder.resolve(LedgerConfiguration.FILE_NAME));
    Optional<String> named = config.currencies().ratesFile();
    if (named.isPresent()) {
      Path home = yaml.resolveSibling("");
      Path rates = yaml.resolveSibling(named.get()).normalize();
      if (rates.startsWith(home)) {
        Path copy = folder.resolve(home.relativize(rates).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(rates, copy);
      }
    }
  }

  @Override
  public void refused(List<Problem> problems) {
    audit.add("configuration", "refuse", "gpuledger.yaml", problems.size() + " faults");
    problems.forEach(problem -> LOG.warn("the old configuration stays in force: {}", problem));
  }

  /** What answers go by where this configuration is in force. */
  static RulesInForce present(LedgerConfig config) {
    Map<String, StateThresholds> thresholds = new HashMap<>();
    config.thresholds().forEach(of -> thresholds.put(of.deviceModel(), of.ofStates()));
    Map<String, BillingTerms> billing = new HashMap<>();
    config.sources().forEach(of -> of.billing().ifPresent(t -> billing.put(of.name(), t)));
    Map<String, Amount> farLess = new HashMap<>();
    config.sources().forEach(of -> farLess.put(of.name(), of.farLessThan()));
    return new RulesInForce.Builder(config.ownershipRules())
        .thresholds(thresholds)
        .chargeback(config.chargebackPolicies())
        .commitments(config.commitments())
        .carbon(config.carbon())
        .billing(billing)
        .farLess(farLess)
        .pricing(config.pricingInForce())
        .slices(config.allocationRules().slices())
        .build();
  }

  @Override
  public void close() {
    watcher.ifPresent(ConfigWatcher::close);
  }
}
