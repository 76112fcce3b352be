package io.activationgateway.gateway.region;

import io.activationgateway.gateway.region.NodeFixture.Setup;

/** The same on PostgreSQL, where time passes by itself. */
class OutboxOnPostgresTest extends OutboxApiTest {

    @Override
    Setup setup() {
        return Setup.EU.withPostgres();
    }
}
