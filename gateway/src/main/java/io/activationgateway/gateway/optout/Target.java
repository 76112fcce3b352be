package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.PolicyTable;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A destination that opt-outs are told.
 *
 * @param purposes for which people may be sent there, by their names in the policy
 * @param sandbox whether it is a simulated one
 */
public record Target(String name, Connector connector, Courier courier, Set<String> purposes, boolean sandbox) {

    public Target {
        purposes = Set.copyOf(purposes);
    }

    /** What the purposes for which people may be sent there look at. */
    Set<Cell> cells(PolicyTable policy) {
        return purposes.stream()
                .flatMap(name -> policy.purpose(name).stream())
                .map(Purpose::cell)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What speaks against an act, null where nothing does. */
    @Nullable
    VendorCode refusal(Act act) {
        return connector.operations().contains(act.operation())
                ? connector.refusal(act.operation(), null, act.channel())
                : VendorCode.OPERATION_NOT_SUPPORTED;
    }

    boolean can(Operation operation) {
        return connector.operations().contains(operation);
    }
}
