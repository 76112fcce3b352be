package io.activationgateway.gateway.lifecycle;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.lifecycle.WhatIfQuestions.Question;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.gateway.screening.WhatIf;
import io.activationgateway.gateway.screening.WhatIfReport;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.PolicyTable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all nodes of the region decided lately. Each keeps a record of its own; what a draft would change is asked of all
 * of them over the region's database, each decides its own traffic again, and the counts are added up. Decisions do not
 * depend on it. What is public but the record blocks; any thread.
 */
public final class RegionTraffic implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;
    private static final Logger log = LoggerFactory.getLogger(RegionTraffic.class);
    private static final long BEAT_MILLIS = 250;
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MILLIS = 50;

    /** How long the other nodes have to decide their traffic again; a full record takes one a second or so. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RegisterStore store;
    private final RegionPolicy policy;
    private final PolicyVersions versions;
    private final TrafficRecord record;
    private final ConsentView view;
    private final Clocks clocks;
    private final WhatIfQuestions questions;
    private final TrafficColumns columns;
    private final ScheduledExecutorService worker;
    private long keptAt;
    private boolean failing;

    /**
     * What a draft would change in the region.
     *
     * @param sum of all nodes that answered
     * @param nodes what each of them says, by name, the one that was asked among them
     * @param silent the nodes that are registered and did not answer in time
     */
    public record Answer(WhatIfReport sum, Map<String, WhatIfReport> nodes, Set<String> silent) {
        public Answer {
            nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
            silent = Collections.unmodifiableSet(new TreeSet<>(silent));
        }
    }

    private RegionTraffic(
            RegisterStore store,
            RegionPolicy policy,
            PolicyVersions versions,
            TrafficRecord record,
            ConsentView view,
            Clocks clocks) {
        var transactions = new Transactions(store);
        this.store = store;
        this.policy = policy;
        this.versions = versions;
        this.record = record;
        this.view = view;
        this.clocks = clocks;
        this.questions = new WhatIfQuestions(transactions);
        this.columns = new TrafficColumns(transactions, record, clocks.legal());
        this.keptAt = clocks.ticker().getAsLong();
        this.worker = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("policy-traffic").daemon(true).unstarted(task));
    }

    /**
     * Begins to answer the other nodes.
     *
     * @param record what this node decides
     * @param view the register in which its profiles have their numbers
     */
    public static RegionTraffic start(
            RegisterStore store,
            RegionPolicy policy,
            PolicyVersions versions,
            TrafficRecord record,
            ConsentView view,
            Clocks clocks) {
        var traffic = new RegionTraffic(store, policy, versions, record, view, clocks);
        var _ = traffic.worker.scheduleWithFixedDelay(traffic::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return traffic;
    }

    /** What this node decides. Never blocks. */
    public TrafficRecord record() {
        return record;
    }

    /** The names of the columns that came to any node within a month and that the catalogue then did not know. */
    public Set<String> columns() throws SQLException {
        return columns.names();
    }

    /**
     * Decides the traffic of all nodes again. Waits for those that are alive, ten seconds at most.
     *
     * @param version that the draft is compared with
     * @throws Refusal where this build cannot read that version
     */
    public Answer whatIf(long version, PolicyDocuments.Loaded draft, Instant at) throws SQLException {
        long begun = clocks.ticker().getAsLong();
        var question = new Question(
                UlidCreator.getMonotonicUlid().toString(), policy.node().name(), version, at, draft.canonicalBytes());
        var others = store.isShared() ? others() : Set.<String>of();
        if (others.isEmpty()) {
            return answer(compare(version, draft, at), Map.of(), others);
        }
        questions.ask(question);
        try {
            var own = compare(version, draft, at);
            var answers = questions.answers(question);
            while (!answers.keySet().containsAll(others)
                    && !answers.keySet().containsAll(others())
                    && clocks.ticker().getAsLong() - begun < PATIENCE.toNanos()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
                answers = questions.answers(question);
            }
            return answer(own, answers, others);
        } finally {
            questions.forget(question);
        }
    }

    private Answer answer(WhatIfReport own, Map<String, Optional<WhatIfReport>> answers, Set<String> others) {
        var nodes = new TreeMap<String, WhatIfReport>();
        answers.forEach((node, report) -> report.ifPresent(told -> nodes.put(node, told)));
        var sum = nodes.values().stream().reduce(own, WhatIfReport::plus);
        var silent = new TreeSet<>(others);
        silent.removeAll(nodes.keySet());
        nodes.put(policy.node().name(), own);
        return new Answer(sum, nodes, silent);
    }

    /** The region's other nodes that are alive. */
    private Set<String> others() throws SQLException {
        return policy.nodes().stream()
                .filter(RegionPolicy::isAlive)
                .map(heard -> heard.report())
                .filter(report -> report.region().equals(policy.node().region()))
                .map(report -> report.node())
                .filter(node -> !node.equals(policy.node().name()))
                .collect(Collectors.toSet());
    }

    private WhatIfReport compare(long version, PolicyDocuments.Loaded draft, Instant at) throws SQLException {
        var before = PolicyDocuments.parse(version, versions.version(version).documents());
        if (!(before instanceof PolicyDocuments.Loaded now)) {
            throw new Refusal(Refusal.Cause.NO_VERSION, "an acting version that this build can read");
        }
        return WhatIf.compare(
                record, view, PolicyTable.compile(now.policies(), at), PolicyTable.compile(draft.policies(), at));
    }

    private void beat() {
        try {
            if (clocks.ticker().getAsLong() - keptAt >= KEEP_NANOS) {
                keptAt = clocks.ticker().getAsLong();
                columns.keep();
            }
            if (store.isShared()) {
                for (var question : questions.open(policy.node().name())) {
                    questions.answer(question, policy.node().name(), answer(question));
                }
            }
            failing = false;
        } catch (SQLException | RuntimeException failure) {
            if (!failing) {
                failing = true;
                log.warn(
                        "This node's traffic is not told to the region at the moment: drafts are tried without it ({})",
                        failure.getClass().getName());
            }
        }
    }

    private Optional<WhatIfReport> answer(Question question) throws SQLException {
        try {
            return PolicyDocuments.parse(0, question.draft()) instanceof PolicyDocuments.Loaded draft
                    ? Optional.of(compare(question.version(), draft, question.at()))
                    : Optional.empty();
        } catch (RuntimeException unable) {
            log.warn(
                    "A draft cannot be tried on this node's traffic ({})",
                    unable.getClass().getName());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        // What is under way comes to its end: H2 closes a file on which a thread is interrupted.
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.debug("A draft that was being tried on this node's traffic did not end in time");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
