package io.activationgateway.gateway.screening;

import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.table.Direction;

/**
 * The way that a batch's rows are to take.
 *
 * @param catalogue the one whose numbers the shapes of its features have; compared by identity, as one version has one
 */
record Stream(String destination, String purpose, Direction direction, String controller, FieldCatalogue catalogue) {

    @Override
    @SuppressWarnings("ReferenceEquality") // one table has one catalogue, whose columns the rows are numbered by
    public boolean equals(Object other) {
        return other instanceof Stream that
                && destination.equals(that.destination)
                && purpose.equals(that.purpose)
                && direction == that.direction
                && controller.equals(that.controller)
                && catalogue == that.catalogue;
    }

    @Override
    public int hashCode() {
        return 31 * destination.hashCode() + purpose.hashCode();
    }
}
