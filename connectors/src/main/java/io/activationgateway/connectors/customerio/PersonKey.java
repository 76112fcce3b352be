package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.MatchKey;
import io.activationgateway.consent.identity.IdentifierType;

/** The ways to name a person to Customer.io; which of them a workspace takes is its setting. */
enum PersonKey implements MatchKey {
    ID(IdentifierType.USER_ID, "id"),
    EMAIL(IdentifierType.EMAIL, "email"),
    PHONE(IdentifierType.PHONE, "phone");

    private static final int MAX_ID = 150;

    private final IdentifierType type;
    private final String member;

    PersonKey(IdentifierType type, String member) {
        this.type = type;
        this.member = member;
    }

    @Override
    public IdentifierType type() {
        return type;
    }

    @Override
    public int mostBytes() {
        return this == ID ? MAX_ID : Integer.MAX_VALUE;
    }

    /** The name in requests and settings. */
    String member() {
        return member;
    }
}
