package io.activationgateway.gateway.keys;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A secret cannot be read or written. The message names the file and the remedy, never the content. */
public final class SecretUnusable extends RuntimeException {

    public SecretUnusable(Path file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
