package io.activationgateway.residency.policy;

/**
 * One thing a policy says. The seven kinds are records whose components are named as the keys of the documents. A
 * constructor rejects a value that contradicts itself with an {@link IllegalArgumentException} that names it. A list
 * that a document leaves out is empty, never null.
 */
public sealed interface PolicyDocument
        permits Jurisdiction, Region, Purpose, FieldCatalogue, Destination, TransferRule, Example {

    /** Unique among the documents of its kind. */
    String name();
}
