package io.activationgateway.consent.identity;

/** What normalising a value gave. */
public sealed interface NormalForm {

    /** The identifier in its normal form. */
    record Found(Identifier identifier) implements NormalForm {}

    /**
     * The value is no identifier of its type.
     *
     * @param expected what would be one, never the value
     */
    record Refused(String expected) implements NormalForm {}
}
