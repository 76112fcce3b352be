package io.activationgateway.gateway.api;

import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.consents.Statement;
import java.util.List;

/** Where people's choices are told, what each place takes and which right it asks for. */
record StatementEndpoint(String path, Statement statement, Right right) {

    static final List<StatementEndpoint> ALL = List.of(
            new StatementEndpoint("/v1/consents", Statement.CONSENT, Right.CONSENTS),
            new StatementEndpoint("/v1/withdrawals", Statement.WITHDRAWAL, Right.CONSENTS),
            new StatementEndpoint("/v1/objections", Statement.OBJECTION, Right.CONSENTS),
            new StatementEndpoint("/v1/restrictions", Statement.RESTRICTION, Right.RESTRICTIONS),
            new StatementEndpoint("/v1/erasures", Statement.ERASURE, Right.ERASURES));
}
