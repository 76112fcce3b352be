package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.opendsr.RequestCensus.Group;
import io.activationgateway.gateway.opendsr.RequestStore.Arrival;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.Tables;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on every database; time does not pass by itself here. */
@ParameterizedClass
@EnumSource
class RequestStoreTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(14);
    private static final String A = "aaaaaaaa-2c1b-4a52-9a55-0f6f2f0f3c11";
    private static final String B = "bbbbbbbb-2c1b-4a52-9a55-0f6f2f0f3c11";
    private static final String URL = "https://controller.example/dsr";
    private static final SubjectKey AYSE = new SubjectKey(1, 2);
    private static final SubjectKey MEHMET = new SubjectKey(3, 4);

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private RegisterStore database;
    private RequestStore requests;
    private CallbackStore callbacks;

    @BeforeEach
    void open() {
        database = kind.open(folder, clock);
        var transactions = Tables.open(database, "opendsr", "dsr_schema_history");
        requests = new RequestStore(transactions);
        callbacks = new CallbackStore(transactions);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameRequestIsStoredOnceAndAnotherWithItsIdNever() throws SQLException {
        var first = requests.place(erasure(A)).orElseThrow();
        clock.pass(Duration.ofHours(1));
        var again = requests.place(erasure(A)).orElseThrow();

        assertThat(again.received()).isEqualTo(first.received()).isEqualTo(SettableClock.START);
        assertThat(first.status()).isEqualTo(RequestStatus.PENDING);
        assertThat(first.expected()).isEqualTo(SettableClock.START.plus(Duration.ofDays(14)));
        assertThat(requests.place(arrival("crm", A, RequestKind.ACCESS, MEHMET, Duration.ZERO)))
                .isEmpty();
        assertThat(requests.place(arrival("other", A, RequestKind.ACCESS, MEHMET, Duration.ZERO)))
                .isPresent();
    }

    @Test
    void oneNodeAtATimeHasARequestAndTheNextOnlyWhenItDoesNotComeBack() throws SQLException {
        requests.place(erasure(A));

        var first = taken(requests.take(LEASE));
        assertThat(first.status()).isEqualTo(RequestStatus.IN_PROGRESS);
        assertThat(requests.take(LEASE)).isEmpty();
        clock.pass(LEASE);
        var second = taken(requests.take(LEASE));
        assertThat(second.attempts()).isEqualTo(2);

        requests.complete(first, null, KEPT);
        assertThat(status(A)).as("it lost the request").isEqualTo(RequestStatus.IN_PROGRESS);
        requests.complete(second, null, KEPT);
        assertThat(status(A)).isEqualTo(RequestStatus.COMPLETED);
        assertThat(find(A).sealed()).isNull();
        clock.pass(Duration.ofDays(30));
        assertThat(requests.take(LEASE)).isEmpty();
    }

    @Test
    void whatIsPutOffIsTakenAgainAfterThePause() throws SQLException {
        requests.place(erasure(A));
        requests.putOff(taken(requests.take(LEASE)), Duration.ofSeconds(5));

        clock.pass(Duration.ofSeconds(4));
        assertThat(requests.take(LEASE)).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        assertThat(requests.take(LEASE)).hasSize(1);
    }

    @Test
    void aPendingRequestIsCancelledAndNoOther() throws SQLException {
        requests.place(arrival("crm", A, RequestKind.ERASURE, AYSE, Duration.ofHours(1)));
        requests.place(erasure(B));
        requests.take(LEASE);

        assertThat(requests.cancel("crm", A).orElseThrow().status()).isEqualTo(RequestStatus.CANCELLED);
        assertThat(requests.cancel("crm", B).orElseThrow().status()).isEqualTo(RequestStatus.IN_PROGRESS);
        assertThat(requests.cancel("other", A)).isEmpty();
        assertThat(find(A).sealed()).isNull();
        clock.pass(Duration.ofHours(2));
        assertThat(requests.take(LEASE)).extracting(StoredRequest::id).containsExactly(B);
    }

    @Test
    void aUrlHearsOfEachChangeInOrderAndOfTheNextOnlyAfterTheLast() throws SQLException {
        requests.place(erasure(A));
        requests.complete(taken(requests.take(LEASE)), null, KEPT);

        var first = taken(callbacks.take(LEASE));
        assertThat(first.status()).isEqualTo(RequestStatus.IN_PROGRESS);
        assertThat(first.url()).isEqualTo(URI.create(URL));
        assertThat(callbacks.take(LEASE)).isEmpty();
        assertThat(callbacks.putOff(first, Duration.ofSeconds(3), Duration.ofDays(3)))
                .isTrue();
        clock.pass(Duration.ofSeconds(3));
        var again = taken(callbacks.take(LEASE));
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.status()).isEqualTo(RequestStatus.IN_PROGRESS);
        callbacks.end(again);
        var last = taken(callbacks.take(LEASE));
        assertThat(last.status()).isEqualTo(RequestStatus.COMPLETED);
        clock.pass(Duration.ofDays(4));
        assertThat(callbacks.putOff(last, Duration.ZERO, Duration.ofDays(3)))
                .as("its time is over")
                .isFalse();
        callbacks.end(last);
        assertThat(callbacks.take(LEASE)).isEmpty();
    }

    @Test
    void resultsAreForgottenWhenTheirTimeIsOver() throws SQLException {
        requests.place(arrival("crm", A, RequestKind.ACCESS, AYSE, Duration.ZERO));
        requests.complete(taken(requests.take(LEASE)), 1, KEPT);

        clock.pass(KEPT.minusMillis(1));
        assertThat(requests.take(LEASE)).isEmpty();
        assertThat(find(A).sealed()).isNotNull();
        clock.pass(Duration.ofMillis(1));
        assertThat(requests.take(LEASE)).isEmpty();
        assertThat(find(A).sealed()).isNull();
        assertThat(rows("dsr_subject")).isZero();
    }

    @Test
    void anErasureTakesWithItWhatOtherRequestsKeptOfThePerson() throws SQLException {
        var other = "cccccccc-2c1b-4a52-9a55-0f6f2f0f3c11";
        requests.place(arrival("crm", A, RequestKind.ACCESS, AYSE, Duration.ZERO));
        requests.place(arrival("crm", other, RequestKind.ACCESS, MEHMET, Duration.ZERO));
        for (var request : requests.take(LEASE)) {
            requests.complete(request, 1, KEPT);
        }

        requests.place(arrival("shop", B, RequestKind.ERASURE, AYSE, Duration.ZERO));
        requests.complete(taken(requests.take(LEASE)), null, KEPT);

        assertThat(find(A).sealed()).isNull();
        assertThat(find(other).sealed()).isNotNull();
        assertThat(rows("dsr_subject")).isOne();
    }

    /** Two nodes at once: the request is one node's, and the same request that came to both is stored once. */
    @Test
    void ofSeveralNodesOneTakesARequest() throws Exception {
        var others = List.of(new RequestStore(Tables.open(database, "opendsr", "dsr_schema_history")), requests);
        try (var nodes = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 20; i++) {
                var id = String.format(Locale.ROOT, "%08d-2c1b-4a52-9a55-0f6f2f0f3c11", i);
                Callable<Boolean> place =
                        () -> others.getFirst().place(erasure(id)).isPresent();
                var placed = nodes.invokeAll(Collections.nCopies(8, place));
                var taken = nodes.invokeAll(IntStream.range(0, 8)
                        .<Callable<Integer>>mapToObj(
                                node -> () -> others.get(node % 2).take(LEASE).size())
                        .toList());

                for (var each : placed) {
                    assertThat(each.get()).isTrue();
                }
                int times = 0;
                for (var each : taken) {
                    times += each.get();
                }
                assertThat(times).as("request %s", i).isEqualTo(1);
            }
        }
    }

    @Test
    void anErasureByAnotherWayTakesWhatWasKeptForResults() throws SQLException {
        requests.place(arrival("crm", A, RequestKind.ACCESS, AYSE, Duration.ZERO));
        requests.place(arrival("crm", B, RequestKind.ACCESS, MEHMET, Duration.ZERO));
        for (var request : requests.take(LEASE)) {
            requests.complete(request, 1, KEPT);
        }

        requests.forget(List.of(AYSE, new SubjectKey(9, 9)));

        assertThat(find(A).sealed()).isNull();
        assertThat(find(B).sealed()).isNotNull();
        assertThat(rows("dsr_subject")).isOne();
    }

    @Test
    void theRequestsAreCounted() throws SQLException {
        assertThat(requests.census()).isEqualTo(RequestCensus.NONE);
        requests.place(erasure(A));
        requests.complete(taken(requests.take(LEASE)), null, KEPT);
        clock.pass(Duration.ofHours(1));
        requests.place(erasure(B));
        clock.pass(Duration.ofHours(1));
        requests.place(arrival("shop", A, RequestKind.ACCESS, AYSE, Duration.ofDays(1)));

        var census = requests.census();

        assertThat(census.counts())
                .isEqualTo(Map.of(
                        new Group(RequestKind.ERASURE, RequestStatus.COMPLETED), 1,
                        new Group(RequestKind.ERASURE, RequestStatus.PENDING), 1,
                        new Group(RequestKind.ACCESS, RequestStatus.PENDING), 1));
        assertThat(census.oldestOpen()).isEqualTo(SettableClock.START.plus(Duration.ofHours(1)));
    }

    private static Arrival erasure(String id) {
        return arrival("crm", id, RequestKind.ERASURE, AYSE, Duration.ZERO);
    }

    private static Arrival arrival(String source, String id, RequestKind kind, SubjectKey key, Duration waiting) {
        return new Arrival(
                source,
                "acme-eu",
                ApiVersion.V2,
                new DsrRequest(id, kind, List.of(), List.of(URI.create(URL))),
                kind.name().getBytes(UTF_8),
                new byte[] {7},
                List.of(key),
                waiting,
                Duration.ofDays(14));
    }

    private StoredRequest find(String id) throws SQLException {
        return requests.find("crm", id).orElseThrow();
    }

    private RequestStatus status(String id) throws SQLException {
        return find(id).status();
    }

    private static <T> T taken(List<T> one) {
        assertThat(one).hasSize(1);
        return one.getFirst();
    }

    private long rows(String table) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
