package io.activationgateway.gateway.region;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.connectors.sandbox.Sandbox;
import io.activationgateway.connectors.sandbox.SandboxSettings;
import io.activationgateway.connectors.sandbox.SimulatedIterable;
import io.activationgateway.connectors.sandbox.SimulatedIterable.ProjectType;
import io.activationgateway.connectors.sandbox.SimulatedKlaviyo;
import io.activationgateway.connectors.sandbox.SimulatedSegment;
import io.activationgateway.connectors.sandbox.SimulatedVendor;
import io.activationgateway.connectors.sandbox.SimulatedWebhook;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceDetails;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.Governance;
import io.activationgateway.gateway.config.PersonConfig;
import io.activationgateway.gateway.config.PolicyRole;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.Secret;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.keys.SecretKind;
import io.activationgateway.gateway.opendsr.TestProcessor;
import io.activationgateway.testing.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One region's node with simulated vendors, in this process, on free ports, with keys and data of its own that vanish
 * with it. Starting takes a few seconds: share one between the tests of a class.
 */
public final class NodeFixture implements AutoCloseable {

    /** The source that may do everything here. */
    public static final String CRM = "crm";

    /** A source that may only send {@code email-newsletter} to {@code iterable-eu}, and writes no consents. */
    public static final String NARROW = "narrow";

    /** A source whose calls come from people's own browsers, and whose rows carry consent signals under their names. */
    public static final String WEB = "web";

    /** Writes drafts. */
    public static final String EDITOR = "edith";

    /** Approves drafts, and may write some. */
    public static final String APPROVER = "grace";

    /** Reads the audit trail. */
    public static final String AUDITOR = "otto";

    /** Publishes. */
    public static final String OPERATOR = "olga";

    /** A source like {@link #WEB} whose signals are entered into the register, and whose clock is not trusted. */
    public static final String CMP = "cmp";

    private static final Evidence BANNER = new Evidence(
            "banner-7",
            EvidenceMethod.TICKED_BY_USER,
            "consent-manager",
            "acme.example",
            EvidenceDetails.NONE.with(EvidenceDetail.LANGUAGE, "de"));

    private static final Columns WITH_SIGNALS = new Columns(
            withSignalTime(),
            Columns.DEFAULT.identifiers(),
            Arrays.stream(SignalField.values()).collect(Collectors.toMap(Function.identity(), SignalField::wireName)));

    /** Like the product's, but with pauses that a test outlives. */
    private static final GatewayConfig.Outbox OUTBOX = new GatewayConfig.Outbox(
            GatewayConfig.Outbox.DEFAULT.retention(),
            GatewayConfig.Outbox.DEFAULT.deadLetters(),
            GatewayConfig.Outbox.DEFAULT.results(),
            64 << 20,
            Duration.ofMillis(5),
            Duration.ofMillis(20));

    private static final Path POLICIES = Path.of("../deploy/policies");
    private static final Set<String> PURPOSES = Set.of(
            "email-newsletter",
            "similar-products",
            "personalisation",
            "ad-audience",
            "sms-offers",
            "parcel-notice",
            "parcel-coupon");

    private final Path folder;
    private final SettableClock clock = new SettableClock();
    private final Vertx vertx = Vertx.vertx();
    private final SecretFiles secrets;
    private final Sandbox sandbox;
    private final GatewayConfig config;
    private final GatewayClient client;
    private RegionNode node;

    /**
     * What a test wants otherwise.
     *
     * @param region {@code eu-central} or {@code tr-istanbul}
     * @param elsewhere destinations that go to another URL than the sandbox's
     * @param deadline over all attempts of an activation
     * @param lease how long the node may decide without its database
     * @param callbackHosts where data subject requests may have callbacks go
     * @param waiting how long data subject requests stay pending
     * @param store where the register lies
     * @param webhooks destinations that are webhooks whatever vendor the sample policies mean
     * @param sending what couriers keep to
     */
    public record Setup(
            String region,
            Map<String, URI> elsewhere,
            Duration deadline,
            Duration lease,
            long maxBytesInFlight,
            Set<String> callbackHosts,
            Duration waiting,
            GatewayConfig.ConsentStore store,
            Set<String> webhooks,
            CourierSettings sending) {

        /** The European region with the product's defaults. */
        public static final Setup EU = new Setup(
                "eu-central",
                Map.of(),
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                256 << 20,
                Set.of(),
                Duration.ZERO,
                new GatewayConfig.ConsentStore.InDataFolder(),
                Set.of(),
                CourierSettings.DEFAULTS.reaching(Reach.PRIVATE_TOO));

        public Setup inRegion(String name) {
            return new Setup(
                    name,
                    elsewhere,
                    deadline,
                    lease,
                    maxBytesInFlight,
                    callbackHosts,
                    waiting,
                    store,
                    webhooks,
                    sending);
        }

        public Setup with(String destination, URI url) {
            var more = new LinkedHashMap<>(elsewhere);
            more.put(destination, url);
            return new Setup(
                    region, more, deadline, lease, maxBytesInFlight, callbackHosts, waiting, store, webhooks, sending);
        }

        public Setup withDeadline(Duration time) {
            return new Setup(
                    region, elsewhere, time, lease, maxBytesInFlight, callbackHosts, waiting, store, webhooks, sending);
        }

        public Setup withLease(Duration time) {
            return new Setup(
                    region,
                    elsewhere,
                    deadline,
                    time,
                    maxBytesInFlight,
                    callbackHosts,
                    waiting,
                    store,
                    webhooks,
                    sending);
        }

        public Setup withBytesInFlight(long bytes) {
            return new Setup(
                    region, elsewhere, deadline, lease, bytes, callbackHosts, waiting, store, webhooks, sending);
        }

        /** A new, empty database of PostgreSQL. */
        public Setup withPostgres() {
            return withPostgres(TestDatabase.newDatabase());
        }

        public Setup withPostgres(String url) {
            var database = new GatewayConfig.ConsentStore.PostgreSql(
                    url, TestDatabase.USER, new Secret(TestDatabase.PASSWORD));
            return new Setup(
                    region,
                    elsewhere,
                    deadline,
                    lease,
                    maxBytesInFlight,
                    callbackHosts,
                    waiting,
                    database,
                    webhooks,
                    sending);
        }

        public Setup withDataSubjectRequests(Set<String> hosts, Duration pending) {
            return new Setup(
                    region, elsewhere, deadline, lease, maxBytesInFlight, hosts, pending, store, webhooks, sending);
        }

        /** Destinations that are webhooks whatever vendor the sample policies mean: in their countries all the same. */
        public Setup withWebhooks(Set<String> destinations) {
            return new Setup(
                    region,
                    elsewhere,
                    deadline,
                    lease,
                    maxBytesInFlight,
                    callbackHosts,
                    waiting,
                    store,
                    destinations,
                    sending);
        }

        /** What couriers keep to. */
        public Setup withSending(CourierSettings settings) {
            return new Setup(
                    region,
                    elsewhere,
                    deadline,
                    lease,
                    maxBytesInFlight,
                    callbackHosts,
                    waiting,
                    store,
                    webhooks,
                    settings);
        }
    }

    private NodeFixture(Setup setup) {
        try {
            folder = Files.createTempDirectory("node");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        secrets = new SecretFiles(folder.resolve("keys"), new SecureRandom());
        var wanted = new ArrayList<SecretFiles.Wanted>(List.of(
                new SecretFiles.Wanted("pseudonym.key", SecretKind.PSEUDONYM_KEY),
                new SecretFiles.Wanted("ledger.pem", SecretKind.ED25519_PAIR),
                new SecretFiles.Wanted("policy.pem", SecretKind.ED25519_PAIR)));
        for (var name : Stream.concat(
                        Stream.of(CRM, NARROW, WEB, CMP, EDITOR, APPROVER, AUDITOR, OPERATOR),
                        destinations(setup).stream().map(Vendor::name))
                .toList()) {
            wanted.add(new SecretFiles.Wanted(name, kind(name, setup)));
        }
        secrets.init(wanted);
        sandbox = await(Sandbox.start(
                vertx,
                new SandboxSettings(
                        0, destinations(setup).stream().map(this::simulated).toList()),
                clock,
                System::nanoTime));
        config = config(setup);
        node = RegionNode.start(config, clocks());
        client = new GatewayClient(baseUrl(), secrets.token(CRM));
    }

    /** Starts a node of the European region with the product's defaults. */
    public static NodeFixture start() {
        return start(Setup.EU);
    }

    public static NodeFixture start(Setup setup) {
        return new NodeFixture(setup);
    }

    public SettableClock clock() {
        return clock;
    }

    public RegionNode node() {
        return node;
    }

    public GatewayConfig config() {
        return config;
    }

    /** Keys, database and ledger are below. */
    public Path folder() {
        return folder;
    }

    /** Speaks as {@link #CRM}. */
    public GatewayClient client() {
        return client;
    }

    /** Speaks as another source. */
    public GatewayClient client(String source) {
        return new GatewayClient(baseUrl(), secrets.token(source));
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + config.listen().port());
    }

    /** A generated secret: a source's key, or what a vendor asks for. */
    public String secret(String name) {
        return secrets.token(name);
    }

    /** Makes the next requests to a simulated vendor fail; the script is that of the sandbox. */
    public void fail(String destination, JsonObject script) {
        sandboxed("POST", "/fail/" + destination, script.encode());
    }

    /** The records that a simulated vendor took. */
    public List<JsonObject> received(String destination) {
        return new JsonObject(sandboxed("GET", "/received/" + destination, ""))
                .getJsonArray("records").stream().map(JsonObject.class::cast).toList();
    }

    /** All bytes that a simulated vendor was sent. */
    public String receivedBytes(String destination) {
        return sandboxed("GET", "/received/" + destination + "/bytes", "");
    }

    /** The simulated vendors forget everything. */
    public void forgetReceived() {
        sandboxed("POST", "/reset", "");
    }

    /** Stops the node and starts it again on the same data. */
    public void restart() {
        node.close();
        node = RegionNode.start(config, clocks());
    }

    @Override
    public void close() {
        node.close();
        await(sandbox.close());
        await(vertx.close());
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String sandboxed(String method, String path, String body) {
        return GatewayClient.plain(method, URI.create(sandbox.control() + path), body);
    }

    private Clocks clocks() {
        return new Clocks(clock, clock::ticks, RandomGenerator.getDefault());
    }

    private GatewayConfig config(Setup setup) {
        var keys = folder.resolve("keys");
        int clusterPort = FreePorts.next();
        var destinations = new LinkedHashMap<String, DestinationConfig>();
        for (var vendor : destinations(setup)) {
            destinations.put(vendor.name(), destination(vendor, setup));
        }
        return new GatewayConfig(
                setup.region(),
                setup.region() + "-1",
                folder.resolve("data"),
                new GatewayConfig.Listen("127.0.0.1", FreePorts.next()),
                new GatewayConfig.Keys(
                        keys.resolve("pseudonym.key"),
                        keys.resolve("ledger.pem"),
                        keys.resolve("policy.pem"),
                        List.of(GatewayConfig.Trust.always(keys.resolve("policy.pem.pub")))),
                POLICIES,
                new GatewayConfig.Cluster("127.0.0.1", clusterPort, List.of("127.0.0.1:" + clusterPort)),
                new GatewayConfig.Consent(setup.store(), GatewayConfig.Consent.USUAL_EVIDENCE),
                new GatewayConfig.Delivery(
                        setup.deadline(),
                        setup.lease(),
                        setup.maxBytesInFlight(),
                        OUTBOX,
                        GatewayConfig.OptOuts.DEFAULT),
                Map.of(
                        CRM,
                        source(CRM, setup, true, destinations.keySet(), PURPOSES),
                        NARROW,
                        source(
                                NARROW,
                                setup,
                                false,
                                Set.of(destinations.keySet().iterator().next()),
                                Set.of("email-newsletter")),
                        WEB,
                        source(WEB, setup, false, destinations.keySet(), PURPOSES),
                        CMP,
                        source(CMP, setup, false, destinations.keySet(), PURPOSES)
                                .withSignalEvidence(BANNER)),
                destinations,
                TestProcessor.config(keys, setup.callbackHosts(), setup.waiting()),
                new Governance(
                        Map.of(
                                EDITOR,
                                person(EDITOR, PolicyRole.EDITOR),
                                APPROVER,
                                person(APPROVER, PolicyRole.EDITOR, PolicyRole.APPROVER),
                                AUDITOR,
                                person(AUDITOR, PolicyRole.AUDITOR),
                                OPERATOR,
                                person(OPERATOR, PolicyRole.OPERATOR)),
                        List.of(setup.region()),
                        Governance.FEATURES,
                        null,
                        null));
    }

    private PersonConfig person(String name, PolicyRole... roles) {
        return new PersonConfig(name, new Secret(secrets.token(name)), Set.of(roles));
    }

    private SourceConfig source(
            String name, Setup setup, boolean writes, Set<String> destinations, Set<String> purposes) {
        return new SourceConfig(
                name,
                new Secret(secrets.token(name)),
                setup.region().equals("eu-central") ? "acme-eu" : "acme-tr",
                "acme",
                !name.equals(CMP),
                writes ? Set.of(Right.values()) : Set.of(),
                name.equals(WEB) || name.equals(CMP),
                name.equals(WEB) || name.equals(CMP) ? WITH_SIGNALS : Columns.DEFAULT,
                destinations,
                purposes);
    }

    private static Map<ColumnRole, String> withSignalTime() {
        var roles = new EnumMap<ColumnRole, String>(Columns.DEFAULT.roles());
        roles.put(ColumnRole.SIGNAL_TIME, "signal_time");
        return roles;
    }

    private DestinationConfig destination(Vendor vendor, Setup setup) {
        var name = vendor.name();
        var url = setup.elsewhere().getOrDefault(name, sandbox.endpoint(name)).toString();
        Map<String, Object> settings = switch (vendor.kind()) {
            case "iterable" ->
                Map.of(
                        "region",
                        vendor.place(),
                        "api_key",
                        secrets.token(name),
                        "project",
                        "hybrid",
                        "lists",
                        Map.of("spring", 17),
                        "endpoint",
                        url,
                        "sandbox",
                        true);
            case "klaviyo" ->
                Map.of("region", vendor.place(), "api_key", secrets.token(name), "endpoint", url, "sandbox", true);
            case "segment" ->
                Map.of("region", vendor.place(), "write_key", secrets.token(name), "endpoint", url, "sandbox", true);
            default ->
                Map.of(
                        "url",
                        url,
                        "country",
                        vendor.place(),
                        "secret",
                        secrets.token(name),
                        "max_records",
                        1_000,
                        "max_bytes",
                        16 << 20,
                        "requests_per_second",
                        10_000,
                        "sandbox",
                        true);
        };
        var read = new Settings("destinations." + name, settings);
        var again = new DestinationConfig.Renewed(read, setup.sending().reach());
        return new DestinationConfig(
                name,
                vendor.kind(),
                operations(name),
                setup.sending(),
                read,
                new DestinationConfig.Renewal(Set.of(), () -> again));
    }

    /** Enough for what tests send there, and for one that asks for more. */
    private static Set<Operation> operations(String destination) {
        return destination.equals("webhook-in") ? Set.of(Operation.UPSERT) : Set.of();
    }

    private SimulatedVendor simulated(Vendor vendor) {
        var secret = secrets.token(vendor.name());
        return switch (vendor.kind()) {
            case "iterable" -> new SimulatedIterable(vendor.name(), secret, ProjectType.HYBRID, true, Set.of());
            case "segment" -> new SimulatedSegment(vendor.name(), secret, null);
            case "klaviyo" -> new SimulatedKlaviyo(vendor.name(), secret, Set.of());
            default -> new SimulatedWebhook(vendor.name(), List.of(secret));
        };
    }

    private static SecretKind kind(String name, Setup setup) {
        return name.contains("webhook") || setup.webhooks().contains(name)
                ? SecretKind.WEBHOOK_SECRET
                : SecretKind.RANDOM_TOKEN;
    }

    /** A destination of the sample policies: its connector, and the data region or country it lies in. */
    private record Vendor(String name, String kind, String place) {}

    private static List<Vendor> destinations(Setup setup) {
        return destinations(setup.region()).stream()
                .map(vendor -> setup.webhooks().contains(vendor.name())
                        ? new Vendor(vendor.name(), "webhook", vendor.place().toUpperCase(Locale.ROOT))
                        : vendor)
                .toList();
    }

    private static List<Vendor> destinations(String region) {
        return region.equals("eu-central")
                ? List.of(
                        new Vendor("iterable-eu", "iterable", "eu"),
                        new Vendor("iterable-us", "iterable", "us"),
                        new Vendor("segment-eu", "segment", "eu"),
                        new Vendor("segment-us", "segment", "us"),
                        new Vendor("webhook-gb", "webhook", "GB"),
                        new Vendor("webhook-de", "webhook", "DE"),
                        new Vendor("webhook-sg", "webhook", "SG"),
                        new Vendor("webhook-in", "webhook", "IN"),
                        new Vendor("webhook-health", "webhook", "DE"),
                        new Vendor("ads-webhook", "webhook", "IE"),
                        new Vendor("klaviyo-us", "klaviyo", "us"))
                : List.of(
                        new Vendor("webhook-tr", "webhook", "TR"),
                        new Vendor("iterable-us-tr", "iterable", "us"),
                        new Vendor("segment-eu-tr", "segment", "eu"),
                        new Vendor("webhook-tr-ss-late", "webhook", "DE"),
                        new Vendor("webhook-tr-ss-recent", "webhook", "DE"));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A consent of an invented person to the newsletter. */
    public static JsonObject grant(String event, String email) {
        return new JsonObject()
                .put("event", event)
                .put("identifiers", new JsonObject().put("email", email))
                .put("country", "DE")
                .put("brand", "acme")
                .put("purpose", "DIRECT_MARKETING")
                .put("channel", "EMAIL")
                .put("state", "GRANTED")
                .put("basis", "CONSENT")
                .put("at", "2026-05-01T10:00:00Z")
                .put(
                        "evidence",
                        new JsonObject()
                                .put("notice", "v4")
                                .put("method", "TICKED_BY_USER")
                                .put("source", "web-signup")
                                .put("place", "acme.example/signup"));
    }

    /** The withdrawal of {@link #grant}. */
    public static JsonObject withdrawal(String event, String email) {
        return new JsonObject()
                .put("event", event)
                .put("identifiers", new JsonObject().put("email", email))
                .put("country", "DE")
                .put("purpose", "DIRECT_MARKETING")
                .put("channel", "EMAIL")
                .put("state", "WITHDRAWN");
    }

    /** A row of a German adult, with the columns that the newsletter needs. */
    public static JsonObject row(String id, String email) {
        return new JsonObject()
                .put("id", id)
                .put("email", email)
                .put("country", "DE")
                .put("birth_date", "1988-04-02")
                .put("first_name", "Ada");
    }

    static JsonObject records(List<JsonObject> records) {
        return new JsonObject().put("records", new JsonArray(records));
    }
}
