package io.activationgateway.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.utils.BitSetIntIterable;
import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.config.Secret;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.PolicyTable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Where the consent signals of a batch are read. */
class BatchReaderTest {

    private static final int MOST = 10_000;
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));
    private static final PolicyTable TABLE = samplePolicy();

    private final BatchReader reader = new BatchReader(Limits.DEFAULT, NOW);
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.vertx.core");
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx(new VertxOptions()
                .setMaxEventLoopExecuteTime(500)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(50)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS));
        warnings.start();
        log.addAppender(warnings);
    }

    @AfterEach
    void stop() {
        log.detachAppender(warnings);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** More than a second of decoding; Vert.x says where a loop was held for half of one. */
    @Test
    void tenThousandDifferentStringsHoldNoEventLoop() throws Exception {
        var body = body(MOST);
        var read = new CompletableFuture<BatchReader.Batch>();
        var wasDone = new CompletableFuture<Boolean>();

        vertx.runOnContext(_ -> {
            var reading = reader.read(request("ad-audience"), body, TABLE);
            wasDone.complete(reading.isComplete());
            reading.onSuccess(read::complete).onFailure(read::completeExceptionally);
        });

        var batch = read.get(60, TimeUnit.SECONDS);
        assertThat(wasDone.join()).as("read before the loop went on").isFalse();
        assertThat(batch.rows().size()).isEqualTo(MOST);
        assertThat(IntStream.range(0, MOST)
                        .mapToObj(row -> batch.signals().of(row).choices().size()))
                .containsOnly(1);
        assertThat(warnings.list)
                .filteredOn(event -> event.getLoggerName().contains("BlockedThreadChecker"))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Test
    void aFewAreReadAtOnceAndSoIsWhatNobodyAsksFor() throws Exception {
        var done = new CompletableFuture<Boolean>();
        vertx.runOnContext(_ -> done.complete(reader.read(request("ad-audience"), body(3), TABLE)
                        .isComplete()
                && reader.read(request("email-newsletter"), body(500), TABLE).isComplete()));

        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
    }

    /** What cannot be read without holding the loop is not read: the rows may be sent again. */
    @Test
    void underAnotherPolicySignalsStandAsTheyWereRead() throws Exception {
        var few = new CompletableFuture<BatchReader.Batch>();
        vertx.runOnContext(
                _ -> reader.read(request("ad-audience"), body(3), TABLE).onSuccess(few::complete));
        var signals = few.get(60, TimeUnit.SECONDS).signals();

        assertThat(reader.readAgain(request("ad-audience"), body(3), TABLE, signals)
                        .signals())
                .isSameAs(signals);
        assertThat(reader.readAgain(request("email-newsletter"), body(3), TABLE, signals)
                        .signals())
                .isNotSameAs(signals);
        var others = reader.readAgain(request("email-newsletter"), body(3), TABLE, signals)
                .signals();
        assertThatThrownBy(() -> reader.readAgain(request("ad-audience"), body(500), TABLE, others))
                .isInstanceOf(IllegalStateException.class);
    }

    private static ActivationRequest request(String purpose) {
        var source = new SourceConfig(
                "web",
                new Secret("key"),
                "acme-eu",
                "acme",
                false,
                Set.of(),
                false,
                new Columns(Columns.DEFAULT.roles(), Columns.DEFAULT.identifiers(), Map.of(SignalField.TCF, "tcf")),
                Set.of("ads-webhook"),
                Set.of(purpose));
        return new ActivationRequest(
                source,
                "ads-webhook",
                purpose,
                Operation.UPSERT,
                null,
                BodyFormat.NDJSON,
                Unpacking.IDENTITY,
                Duration.ofSeconds(8),
                0,
                false);
    }

    private static byte[] body(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> "{\"id\":\"c-" + row + "\",\"email\":\"ada@example.com\",\"country\":\"DE\",\"tcf\":\""
                        + numbered(row) + "\"}\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Another string for each number, with the long lists of vendors that real ones have. */
    private static String numbered(int number) {
        return Strings.HEADS[number / 100 % 100] + Strings.TAILS[number % 100];
    }

    /** A hundred core segments and a hundred segments of disclosed vendors, each of which goes with each. */
    private static final class Strings {

        static final String[] HEADS = new String[100];
        static final String[] TAILS = new String[100];

        static {
            for (int i = 0; i < 100; i++) {
                var string = string(i);
                int dot = string.indexOf('.');
                HEADS[i] = string.substring(0, dot);
                TAILS[i] = string.substring(dot);
            }
        }

        private static String string(int number) {
            var vendors = IntStream.concat(
                            IntStream.of(755), IntStream.range(0, 2_000).map(i -> 5 * i + 1 + number % 4))
                    .toArray();
            var made = Instant.parse("2026-06-01T00:00:00Z");
            return TCStringEncoder.newBuilder()
                    .version(2)
                    .created(made)
                    .lastUpdated(made)
                    .cmpId(1 + number)
                    .cmpVersion(1)
                    .consentScreen(1)
                    .consentLanguage("DE")
                    .vendorListVersion(120)
                    .tcfPolicyVersion(5)
                    .isServiceSpecific(true)
                    .publisherCC("DE")
                    .addPurposesConsent(BitSetIntIterable.from(1, 2, 3, 4))
                    .addVendorConsent(BitSetIntIterable.from(vendors))
                    .addDisclosedVendors(BitSetIntIterable.from(
                            IntStream.concat(IntStream.of(755), IntStream.rangeClosed(1, 3 + number))
                                    .toArray()))
                    .encode();
        }
    }

    private static PolicyTable samplePolicy() {
        return switch (PolicyDocuments.load(Path.of("..", "deploy", "policies"))) {
            case PolicyDocuments.Loaded loaded -> PolicyTable.compile(loaded.policies(), NOW.instant());
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(errors);
        };
    }
}
