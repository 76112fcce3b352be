package io.activationgateway.gateway.telemetry;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.courier.CourierMetrics;
import io.activationgateway.connectors.courier.CourierMetrics.Circuit;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.consent.register.Acknowledgement.Reached;
import io.activationgateway.consent.register.AcknowledgementMeter;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.api.RecordMeter;
import io.activationgateway.gateway.delivery.DeliveryCounters;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * What a node counts, for Prometheus. Labels are configured names and closed sets only, so that {@link SeriesBound}
 * knows the greatest number of series there can be. Any thread.
 */
public final class GatewayMetrics implements RecordMeter, DeliveryCounters {

    static final String RECORDS = "gateway_records";
    static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String region;
    private final Map<RecordSeries, Counter> records = new ConcurrentHashMap<>();
    private final Timer screening;
    private final Counter screened;
    private final Counter screenedAgain;

    private record RecordSeries(String source, String destination, String outcome, String reason) {}

    public GatewayMetrics(String region, String node) {
        this.region = region;
        registry.config().commonTags("region", region, "node", node);
        screening = timer("gateway_screening", Tags.empty(), "From a body in memory to its verdicts");
        screened = counter("gateway_screened_records", Tags.empty(), "Records screened");
        screenedAgain = counter(
                "gateway_rescreened_records", Tags.empty(), "Records screened again at a retry or a last check");
    }

    /** All series as Prometheus reads them. */
    public String scrape() {
        return registry.scrape();
    }

    /** How many series there are now. */
    int series() {
        return (int)
                registry.scrape().lines().filter(line -> !line.startsWith("#")).count();
    }

    /** Adds a value that is read at each scrape. */
    public <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        gauge(name, help, Map.of(), of, value);
    }

    /** The same with labels, which must be of closed sets. */
    public <T> void gauge(String name, String help, Map<String, String> labels, T of, ToDoubleFunction<T> value) {
        var tags = Tags.empty();
        for (var label : labels.entrySet()) {
            tags = tags.and(label.getKey(), label.getValue());
        }
        Gauge.builder(name, of, value)
                .tags(tags)
                .description(help)
                .strongReference(true)
                .register(registry);
    }

    /** Adds a count that something else keeps, under one value of a closed set of causes. */
    public <T> void count(String name, String help, String cause, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value)
                .description(help)
                .tags("cause", cause)
                .register(registry);
    }

    /** How long consent writes take from their commit to their acknowledgement. */
    public AcknowledgementMeter acknowledgements() {
        var timers = new EnumMap<Reached, Timer>(Reached.class);
        for (var reached : Reached.values()) {
            timers.put(
                    reached,
                    timer(
                            "gateway_consent_acknowledgement",
                            Tags.of("reached", reached.name().toLowerCase(Locale.ROOT)),
                            "From the commit of a consent write until it binds every node"));
        }
        return (reached, nanos) -> requireNonNull(timers.get(reached)).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** What the courier of one destination counts. */
    public CourierMetrics courier(String destination) {
        return new CourierSeries(destination);
    }

    @Override
    public void ended(String source, String destination, List<RecordEnd> ends) {
        for (var end : ends) {
            records.computeIfAbsent(series(source, destination, end), this::register)
                    .increment();
        }
    }

    @Override
    public void unusable(String source, Map<Flaw, Integer> rows) {
        rows.forEach((flaw, count) -> counter(
                        "gateway_unusable_signals",
                        Tags.of("source", source, "flaw", flaw.name().toLowerCase(Locale.ROOT)),
                        "Rows with a consent signal that proves nothing")
                .increment(count));
    }

    @Override
    public void chosen(String source, SignalField signal, ChoiceEnd end, int count) {
        counter(
                        "gateway_signal_choices",
                        Tags.of(
                                "source", source,
                                "signal", signal.wireName(),
                                "end", end.name().toLowerCase(Locale.ROOT)),
                        "Choices that the signals of a consent source carried")
                .increment(count);
    }

    @Override
    public void screened(int count, long nanos) {
        screened.increment(count);
        screening.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void screenedAgain(int count) {
        screenedAgain.increment(count);
    }

    private static RecordSeries series(String source, String destination, RecordEnd end) {
        return switch (end) {
            case RecordEnd.Forwarded(var applied, var _, var _) ->
                new RecordSeries(source, destination, "forwarded", applied ? "applied" : "accepted");
            case RecordEnd.Withheld(var verdict, var _, var _) ->
                new RecordSeries(
                        source,
                        destination,
                        "withheld",
                        verdict.reason().reason().code());
            case RecordEnd.Misdirected(var verdict) ->
                new RecordSeries(
                        source,
                        destination,
                        "misdirected",
                        verdict.reason().reason().code());
            case RecordEnd.Failed(var reason, var _, var _, var _) ->
                new RecordSeries(source, destination, "failed", reason.code());
            case RecordEnd.Uncertain(var reason, var _, var _) ->
                new RecordSeries(source, destination, "uncertain", reason.code());
        };
    }

    private Counter register(RecordSeries series) {
        return counter(
                RECORDS,
                Tags.of(
                        "source", series.source(),
                        "destination", series.destination(),
                        "outcome", series.outcome(),
                        "reason", series.reason()),
                "Records by how they ended");
    }

    private Counter counter(String name, Tags tags, String help) {
        return Counter.builder(name).tags(tags).description(help).register(registry);
    }

    private Timer timer(String name, Tags tags, String help) {
        return Timer.builder(name)
                .tags(tags)
                .description(help)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public String toString() {
        return "GatewayMetrics[" + region + "]";
    }

    private final class CourierSeries implements CourierMetrics {

        private final Map<AnswerClass, Timer> attempts = new ConcurrentHashMap<>();
        private final Tags tags;
        private final Counter retries;
        private final Counter holds;
        private final Counter joined;
        private final AtomicInteger inFlight = new AtomicInteger();
        private volatile Circuit circuit = Circuit.CLOSED;

        CourierSeries(String destination) {
            tags = Tags.of("destination", destination);
            retries = counter("gateway_vendor_retries", tags, "Requests sent again");
            holds = counter("gateway_vendor_holds", tags, "Requests put off by a last check");
            joined = counter(
                    "gateway_vendor_joined_activations", tags, "Activations that have set out together with others");
            Gauge.builder("gateway_vendor_requests_in_flight", inFlight, AtomicInteger::get)
                    .tags(tags)
                    .description("Requests in flight")
                    .register(registry);
            Gauge.builder("gateway_vendor_circuit", this, series -> level(series.circuit))
                    .tags(tags)
                    .description("Whether requests pass to the vendor: 0 all, 1 one at a time on trial, 2 none")
                    .register(registry);
        }

        @Override
        public void attempted(AnswerClass answer, long nanos) {
            attempts.computeIfAbsent(
                            answer,
                            unseen -> timer(
                                    "gateway_vendor_attempt",
                                    tags.and("answer", unseen.name().toLowerCase(Locale.ROOT)),
                                    "From the last check to the end of the vendor's answer"))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void retried() {
            retries.increment();
        }

        @Override
        public void held() {
            holds.increment();
        }

        @Override
        public void joined(int consignments) {
            joined.increment(consignments);
        }

        @Override
        public void inFlight(int change) {
            inFlight.addAndGet(change);
        }

        private static int level(Circuit state) {
            return switch (state) {
                case CLOSED -> 0;
                case HALF_OPEN -> 1;
                case OPEN -> 2;
            };
        }

        @Override
        public void circuit(Circuit state) {
            circuit = state;
            counter(
                            "gateway_vendor_circuit_changes",
                            tags.and("to", state.name().toLowerCase(Locale.ROOT)),
                            "Changes of the circuit to the vendor")
                    .increment();
        }

        @Override
        public void ended(Ending.Kind kind, int count) {
            // Counted with their reasons, per record, once the activation has ended.
        }
    }
}
