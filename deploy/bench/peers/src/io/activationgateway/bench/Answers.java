package io.activationgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the gateway's answers to all cases into a file: 1 where the record may go, 0 where it may not. */
public final class Answers {

    private Answers() {}

    public static void main(String... arguments) throws IOException {
        var gateway = new DecisionBench();
        gateway.warm();
        var answers = new StringBuilder();
        for (int i = 0; i < Cases.COUNT; i++) {
            answers.append(gateway.decide(i) >= 0 ? '1' : '0');
        }
        Files.writeString(Path.of(arguments[0]), answers);
    }
}
