package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One step of the data's way: to whom, and on which transfer mechanisms. Onward transfers are held to the same law
 * (GDPR Art 44, KVKK Art 9(8)).
 */
public record Hop(Importer importer, List<Mechanism> mechanisms) {

    public Hop {
        requireNonNull(importer, "importer");
        mechanisms = List.copyOf(mechanisms);
    }
}
