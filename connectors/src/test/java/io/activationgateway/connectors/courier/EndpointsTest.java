package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.NOT_WRITTEN;
import static io.activationgateway.connectors.VendorCode.OK;
import static io.activationgateway.connectors.courier.Ending.Kind.ACCEPTED;
import static io.activationgateway.connectors.courier.Ending.Kind.UNAVAILABLE;
import static io.activationgateway.connectors.courier.Ending.Kind.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Operation;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private final Rig rig = new Rig();

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void anOperationGoesToItsEndpoint() throws Exception {
        var usual = rig.vendor(told -> told.answer(200));
        var own = rig.vendor(told -> told.answer(200));
        var connector = new LineConnector(usual.uri(), Rig.LIMITS);
        connector.own.put(Operation.ERASE, endpoint(own));
        var courier = rig.courier(connector);

        var erasure = rig.consignment("erased");
        erasure.operation = Operation.ERASE;
        rig.deliver(courier, erasure);
        rig.deliver(courier, rig.consignment("kept"));

        assertThat(own.lines()).containsExactly("erased");
        assertThat(usual.lines()).containsExactly("kept");
    }

    @Test
    void aFurtherRequestGoesWhereItSays() throws Exception {
        var vendor = rig.vendor(told -> told.answer(202));
        var other = rig.vendor(told -> told.answer(200));
        var connector = new LineConnector(vendor.uri(), Rig.LIMITS);
        connector.elsewhere = endpoint(other);

        assertThat(rig.deliver(rig.courier(connector), rig.consignment("a")))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(other.told).extracting(told -> told.request().path()).containsExactly("/job");
        assertThat(other.lines()).isEmpty();
    }

    @Test
    void aTokenIsFetchedElsewhereBeforeTheRecordsGoToTheirEndpoint() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var login = rig.vendor(told -> told.answer(206));
        var connector = new LineConnector(vendor.uri(), Rig.LIMITS);
        connector.elsewhere = endpoint(login);
        connector.token = true;
        var consignment = rig.consignment("a");

        assertThat(rig.deliver(rig.courier(connector), consignment)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(login.told).extracting(told -> told.request().path()).containsExactly("/token");
        assertThat(vendor.lines()).containsExactly("a");
        assertThat(consignment.intended).hasSize(1);
        Rig.until(() -> consignment.passages.size() == 3);
    }

    /** Else an event that the vendor would count twice could never be sent again. */
    @Test
    void aLostTokenLeavesNoRecordUncertain() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var login = rig.vendor(told -> told.request().connection().close());
        var connector = new LineConnector(vendor.uri(), Rig.LIMITS);
        connector.elsewhere = endpoint(login);
        connector.token = true;
        var consignment = rig.consignment("a");
        consignment.operation = Operation.SUPPRESS;

        assertThat(rig.deliver(rig.courier(connector), consignment))
                .extracting(Ending::kind)
                .containsExactly(UNAVAILABLE);
        assertThat(login.told).hasSizeGreaterThan(1);
        assertThat(vendor.told).isEmpty();
    }

    @Test
    void recordsNeverGoWhereOnlyTheTokenWasToGo() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var login = rig.vendor(told -> told.answer(206));
        var connector = new LineConnector(vendor.uri(), Rig.LIMITS);
        connector.elsewhere = endpoint(login);
        connector.token = true;
        var consignment = rig.consignment("a");
        consignment.check = (attempt, _) -> {
            if (consignment.checked.size() == 2) {
                connector.token = false; // another request has fetched it meanwhile
            }
            return consignment.go(attempt.positions());
        };

        assertThat(rig.deliver(rig.courier(connector), consignment)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(login.told).isEmpty();
        assertThat(vendor.lines()).containsExactly("a");
    }

    @Test
    void nothingGoesToAnEndpointThatIsNotNamed() throws Exception {
        var vendor = rig.vendor(told -> told.answer(202));
        var other = rig.vendor(told -> told.answer(200));
        var connector = new LineConnector(vendor.uri(), Rig.LIMITS);
        connector.own.put(Operation.ERASE, endpoint(other));
        connector.elsewhere = endpoint(other);
        connector.unnamed.add(endpoint(other));
        var courier = rig.courier(connector);

        var erasure = rig.consignment("erased");
        erasure.operation = Operation.ERASE;
        assertThat(rig.deliver(courier, erasure)).containsExactly(new Ending(0, UNAVAILABLE, NOT_WRITTEN));
        assertThat(rig.deliver(courier, rig.consignment("a")))
                .extracting(Ending::kind)
                .containsExactly(UNCERTAIN);
        assertThat(other.told).isEmpty();
    }

    private static Endpoint endpoint(TestVendor vendor) {
        return new Endpoint(vendor.uri(), Set.of("DE"), true);
    }
}
