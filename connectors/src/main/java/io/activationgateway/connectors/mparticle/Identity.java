package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.JsonBytes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key that mParticle knows users by.
 *
 * @param key its name at its place
 * @param place where a batch carries it
 * @param uuid whether its values are UUIDs: another one has the vendor refuse the whole request
 * @param erasedBy the name in an erasure request; null where one cannot be asked for by it
 * @param extension whether the erasure request carries it among mParticle's extensions to OpenDSR
 */
record Identity(
        String key, Place place, boolean uuid, @Nullable String erasedBy, boolean extension) {

    /** Where a batch carries a key. */
    enum Place {
        /** In {@code user_identities}. */
        USER,
        /** In {@code device_info}. */
        DEVICE,
        /** Beside them, as a number: mParticle's own id of the user. */
        BATCH
    }

    private static final int UUID_LENGTH = 36;

    private static final Map<String, Identity> ALL = Stream.of(
                    Stream.of(user("customer_id", "controller_customer_id", false), user("email", "email", false)),
                    Stream.of("mobile_number", "phone_number_2", "phone_number_3", "other")
                            .map(key -> user(key, key, true)),
                    Stream.of("2", "3", "4", "5", "6", "7", "8", "9", "10")
                            .map(number -> user("other_id_" + number, "other" + number, true)),
                    Stream.of(
                                    "facebook",
                                    "facebook_custom_audience_id",
                                    "twitter",
                                    "google",
                                    "microsoft",
                                    "yahoo",
                                    "alias")
                            .map(key -> user(key, null, false)),
                    Stream.of(
                            device("ios_advertising_id", true, "ios_advertising_id"),
                            device("ios_idfv", true, "ios_vendor_id"),
                            device("android_advertising_id", true, "android_advertising_id"),
                            device("android_uuid", false, "android_id"),
                            device("fire_advertising_id", true, "fire_advertising_id"),
                            device("microsoft_advertising_id", false, "microsoft_advertising_id"),
                            device("microsoft_publisher_id", false, "microsoft_publisher_id"),
                            device("roku_advertising_id", true, "roku_advertising_id"),
                            device("roku_publisher_id", true, "roku_publisher_id"),
                            new Identity("mpid", Place.BATCH, false, "mpid", true)))
            .flatMap(Function.identity())
            .collect(Collectors.toUnmodifiableMap(Identity::key, identity -> identity));

    private static Identity user(String key, @Nullable String erasedBy, boolean extension) {
        return new Identity(key, Place.USER, false, erasedBy, extension);
    }

    private static Identity device(String key, boolean uuid, String erasedBy) {
        return new Identity(key, Place.DEVICE, uuid, erasedBy, false);
    }

    static @Nullable Identity find(String key) {
        return ALL.get(key);
    }

    static Set<String> keys() {
        return new TreeSet<>(ALL.keySet());
    }

    /** Whether the JSON string that was just written from a position to the end is a value of this key. */
    boolean takes(JsonBytes out, int from) {
        return place == Place.BATCH
                ? isLong(out, from + 1, out.length() - 1)
                : !uuid || isUuid(out, from + 1, out.length() - 1);
    }

    /** Whether these are the digits of a signed number of 64 bits, as JSON writes one. */
    private static boolean isLong(JsonBytes out, int from, int to) {
        int start = out.at(from) == '-' ? from + 1 : from;
        if (start == to || (out.at(start) == '0' && to - from > 1)) {
            return false;
        }
        // Below zero lies one number more than above.
        long value = 0;
        for (int at = start; at < to; at++) {
            int digit = out.at(at) - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            value = value * 10 - digit;
        }
        return start > from || value > Long.MIN_VALUE;
    }

    private static boolean isUuid(JsonBytes out, int from, int to) {
        if (to - from != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            int at = out.at(from + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? at != '-' : at < 0 || Character.digit(at, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
