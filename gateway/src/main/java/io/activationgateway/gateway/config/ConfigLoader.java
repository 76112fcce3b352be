package io.activationgateway.gateway.config;

import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceDetails;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.Columns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration file of a node: {@code ${NAME:-default}} is taken from the environment, the rest is held
 * against the schema, references to secrets are resolved. All errors are told at once, each with its place in the file.
 */
public final class ConfigLoader {

    private final ConfigFile file;
    private final List<String> errors = new ArrayList<>();

    private ConfigLoader(ConfigFile file) {
        this.file = file;
    }

    /**
     * Loads a file.
     *
     * @param environment the environment's variables, null where one is not set
     * @throws ConfigException where anything is wrong with it
     */
    public static GatewayConfig load(Path file, Function<String, @Nullable String> environment) {
        return new ConfigLoader(new ConfigFile(file, environment)).load();
    }

    private GatewayConfig load() {
        var values = file.values();
        var config = new GatewayConfig(
                values.text("region"),
                values.text("node"),
                file.path(values.text("data")),
                new GatewayConfig.Listen(
                        values.inner("listen").text("host", "127.0.0.1"),
                        values.inner("listen").number("port", 8080)),
                keys(values.inner("keys")),
                file.path(values.text("policies")),
                cluster(values.inner("cluster")),
                new GatewayConfig.Consent(
                        consentStore(values.inner("consent")),
                        Duration.ofDays(values.inner("consent")
                                .number("evidence_days", (int) GatewayConfig.Consent.USUAL_EVIDENCE.toDays()))),
                delivery(values.inner("delivery")),
                sources(values.inner("sources")),
                new DestinationReader(file, errors).read(values.inner("destinations")),
                openDsr(values),
                new GovernanceReader(file, this::secret).read(values));
        for (var source : config.sources().values()) {
            for (var destination : source.destinations()) {
                if (!config.destinations().containsKey(destination)) {
                    errors.add("sources." + source.name() + ".destinations: " + destination
                            + " is not configured (expected: one of "
                            + config.destinations().keySet().stream().sorted().toList() + ")");
                }
            }
        }
        if (config.consentStore() instanceof ConsentStore.InDataFolder
                && config.cluster().members().size() > 1) {
            errors.add("consent.store: is missing (expected: the PostgreSQL database that the "
                    + config.cluster().members().size() + " members of cluster.members share)");
        }
        var optOuts = config.delivery().optOuts();
        if (optOuts.overdue().compareTo(optOuts.giveUp()) >= 0) {
            errors.add("delivery.opt_outs.overdue_hours: no opt-out would be reported before it is given up (expected:"
                    + " less than the " + optOuts.giveUp().toHours() + " hours of give_up_days)");
        }
        errors.addAll(GovernanceReader.contradictions(config));
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return config;
    }

    private GatewayConfig.Keys keys(Values keys) {
        return new GatewayConfig.Keys(
                file.path(keys.text("pseudonym")),
                file.path(keys.text("ledger")),
                keys.has("policy_signer") ? file.path(keys.text("policy_signer")) : null,
                new GovernanceReader(file, this::secret).trust(keys));
    }

    private static GatewayConfig.Cluster cluster(Values cluster) {
        return new GatewayConfig.Cluster(
                cluster.text("host", "127.0.0.1"), cluster.number("port", 5701), cluster.texts("members"));
    }

    private ConsentStore consentStore(Values consent) {
        if (!consent.has("store")) {
            return new ConsentStore.InDataFolder();
        }
        var store = consent.inner("store");
        return new ConsentStore.PostgreSql(
                store.text("url"),
                store.text("user"),
                secret(store.path("password"), store.inner("password").values()));
    }

    private static GatewayConfig.Delivery delivery(Values delivery) {
        return new GatewayConfig.Delivery(
                Duration.ofMillis(delivery.number("deadline_ms", 8_000)),
                Duration.ofMillis(delivery.number("lease_ms", 5_000)),
                delivery.number("max_bytes_in_flight", 256 << 20),
                outbox(delivery.inner("outbox")),
                optOuts(delivery.inner("opt_outs")));
    }

    private static GatewayConfig.OptOuts optOuts(Values optOuts) {
        var usual = GatewayConfig.OptOuts.DEFAULT;
        return new GatewayConfig.OptOuts(
                Duration.ofHours(
                        optOuts.number("overdue_hours", (int) usual.overdue().toHours())),
                Duration.ofDays(
                        optOuts.number("give_up_days", (int) usual.giveUp().toDays())));
    }

    private static GatewayConfig.Outbox outbox(Values outbox) {
        var usual = GatewayConfig.Outbox.DEFAULT;
        return new GatewayConfig.Outbox(
                Duration.ofMinutes(outbox.number(
                        "retention_minutes", (int) usual.retention().toMinutes())),
                Duration.ofMinutes(outbox.number(
                        "dead_letters_minutes", (int) usual.deadLetters().toMinutes())),
                Duration.ofMinutes(
                        outbox.number("results_minutes", (int) usual.results().toMinutes())),
                (long) outbox.number("max_mebibytes", (int) (usual.mostBytes() >> 20)) << 20,
                Duration.ofMillis(
                        outbox.number("first_pause_ms", (int) usual.firstPause().toMillis())),
                Duration.ofMillis(outbox.number(
                        "longest_pause_ms", (int) usual.longestPause().toMillis())));
    }

    private Map<String, SourceConfig> sources(Values sources) {
        var all = new LinkedHashMap<String, SourceConfig>();
        for (var name : sources.names()) {
            var source = sources.inner(name);
            all.put(
                    name,
                    new SourceConfig(
                            name,
                            secret(source.path("key"), source.inner("key").values()),
                            source.text("controller"),
                            source.text("brand"),
                            source.text("clock", "untrusted").equals("trusted"),
                            rights(source.texts("rights")),
                            source.flag("own_browser"),
                            columns(source.inner("columns")),
                            Set.copyOf(source.texts("destinations")),
                            Set.copyOf(source.texts("purposes")),
                            signalEvidence(source)));
        }
        return all;
    }

    /** What a grant needs must be there from the start: a consent that nothing proves would never count. */
    private @Nullable Evidence signalEvidence(Values source) {
        if (!source.has("consent_source")) {
            return null;
        }
        var told = source.inner("consent_source").inner("evidence");
        if (signals(source.inner("columns")).isEmpty()) {
            errors.add(source.path("consent_source")
                    + ": the source's rows carry no consent signal (expected: a column such as tcf among "
                    + source.path("columns") + ")");
        }
        var details = new EnumMap<EvidenceDetail, String>(EvidenceDetail.class);
        for (var detail : EvidenceDetail.values()) {
            if (told.has(detail.wireName())) {
                detail.normal(told.text(detail.wireName()))
                        .ifPresentOrElse(
                                value -> details.put(detail, value),
                                () -> errors.add(told.path(detail.wireName()) + ": is not one (expected: "
                                        + detail.expected() + ")"));
            }
        }
        var evidence = new Evidence(
                told.text("notice"),
                EvidenceMethod.valueOf(told.text("method")),
                told.text("source"),
                told.has("place") ? told.text("place") : null,
                new EvidenceDetails(details));
        var missing = evidence.missing(LegalBasis.CONSENT);
        if (!missing.isEmpty()) {
            errors.add(told.path() + ": does not prove a consent (expected: " + String.join("; ", missing) + ")");
        }
        return evidence;
    }

    private GatewayConfig.@Nullable OpenDsr openDsr(Values values) {
        if (!values.has("opendsr")) {
            return null;
        }
        var dsr = values.inner("opendsr");
        return new GatewayConfig.OpenDsr(
                dsr.text("domain"),
                file.path(dsr.text("key")),
                file.path(dsr.text("certificate")),
                Set.copyOf(dsr.texts("callback_hosts")),
                Duration.ofDays(dsr.number("expected_days", 14)),
                Duration.ofMinutes(dsr.number("waiting_minutes", 0)),
                dsr.flag("private_addresses"));
    }

    private static Set<Right> rights(List<String> names) {
        return Arrays.stream(Right.values())
                .filter(right -> names.contains(right.wireName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Columns columns(Values columns) {
        var roles = new EnumMap<ColumnRole, String>(Columns.DEFAULT.roles());
        put(columns, roles, ColumnRole.RECORD_ID, "id");
        put(columns, roles, ColumnRole.COUNTRY, "country");
        put(columns, roles, ColumnRole.BIRTH_DATE, "birth_date");
        put(columns, roles, ColumnRole.EVENT_NAME, "event");
        put(columns, roles, ColumnRole.EVENT_TIME, "occurred_at");
        put(columns, roles, ColumnRole.SIGNAL_TIME, "signal_time");
        var identifiers = new EnumMap<IdentifierType, String>(Columns.DEFAULT.identifiers());
        for (var type : IdentifierType.values()) {
            put(columns, identifiers, type, type.wireName());
        }
        return new Columns(roles, identifiers, signals(columns));
    }

    private static Map<SignalField, String> signals(Values columns) {
        var signals = new EnumMap<SignalField, String>(SignalField.class);
        for (var signal : SignalField.values()) {
            put(columns, signals, signal, signal.wireName());
        }
        return signals;
    }

    private static <K> void put(Values columns, Map<K, String> into, K key, String name) {
        if (columns.has(name)) {
            into.put(key, columns.text(name));
        }
    }

    private Secret secret(String path, Map<?, ?> reference) {
        return new SecretReader(file, errors).read(path, reference);
    }
}
