package io.activationgateway.consent.register;

import java.nio.file.Path;
import java.time.InstantSource;

/** The same with a PostgreSQL server, whose locks and plans are others. */
class RotationOnPostgresTest extends RotationTest {

    @Override
    RegisterStore open(Path in, InstantSource clock) {
        return Database.timedByHand(TestPostgres.open(TestPostgres.newDatabase()), clock);
    }
}
