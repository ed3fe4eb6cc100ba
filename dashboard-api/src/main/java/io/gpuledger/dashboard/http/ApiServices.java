package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.ChannelDesk;
import io.gpuledger.dashboard.auth.SessionStore;
import io.gpuledger.dashboard.auth.TokenStore;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.dispute.DisputeService;
import io.gpuledger.dashboard.forecast.ForecastStore;
import io.gpuledger.dashboard.state.AuditLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * Everything the server calls.
 *
 * @param notReady what keeps the ledger from answering, in words; empty when it is ready
 */
public record ApiServices(
    LedgerQueries queries,
    LedgerWrites writes,
    Backups backups,
    BudgetService budgets,
    BudgetFigures figures,
    LiveSpend live,
    ForecastStore forecasts,
    AlertLedger alerts,
    ChannelDesk channels,
    TokenStore tokens,
    SessionStore sessions,
    AuditLog audit,
    CloseService close,
    DisputeService disputes,
    EventHub events,
    PrometheusMeterRegistry metrics,
    Supplier<List<String>> notReady,
    Clock clock) {}
