package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.gateway.optout.SealedIdentifiers.Place;
import io.activationgateway.gateway.storage.RegionSeal;
import io.activationgateway.gateway.storage.Tables;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives identifiers that an earlier program sealed together, an entry at a time, seals of their own. Blocks; what several
 * nodes do of it at once comes to the same.
 */
final class FormerSeals {

    private static final int PAGE = 1_000;

    private final Tables tables;
    private final RegionSeal together;
    private final EntrySeal seal;

    FormerSeals(Tables tables, PseudonymKey firstKey, EntrySeal seal) {
        this.tables = tables;
        this.together = new RegionSeal(firstKey, "activation-gateway disclosure record");
        this.seal = seal;
    }

    /** Goes through all that is left. */
    void part() throws SQLException {
        int page;
        do {
            page = tables.write((connection, _) -> {
                var parted = page(connection);
                SealColumns.update(connection, parted);
                // What is left at the end are entries that were destroyed meanwhile.
                long upTo = parted.size() < PAGE
                        ? Long.MAX_VALUE
                        : parted.getLast().place().entry();
                try (var delete = connection.prepareStatement("DELETE FROM disclosure_former WHERE entry <= ?")) {
                    delete.setLong(1, upTo);
                    delete.executeUpdate();
                }
                return parted.size();
            });
        } while (page == PAGE);
    }

    private List<SealedIdentifiers> page(Connection connection) throws SQLException {
        var page = new ArrayList<SealedIdentifiers>();
        try (var select = connection.prepareStatement("SELECT f.entry, d.destination, d.print, f.sealed FROM"
                        + " disclosure_former f JOIN disclosure d ON d.entry = f.entry ORDER BY f.entry FETCH FIRST "
                        + PAGE + " ROWS ONLY");
                var rows = select.executeQuery()) {
            while (rows.next()) {
                var place = new Place(rows.getLong(1), rows.getString(2), rows.getLong(3));
                page.add(seal.seal(place, 0, opened(place.entry(), rows.getBytes(4))));
            }
        }
        return page;
    }

    private List<SentIdentifier> opened(long entry, byte[] sealed) {
        try (var in = new DataInputStream(new ByteArrayInputStream(together.open("entry " + entry, sealed)))) {
            int count = in.readUnsignedByte();
            var identifiers = new ArrayList<SentIdentifier>(count);
            for (int i = 0; i < count; i++) {
                identifiers.add(new SentIdentifier(kind(in.readByte()), in.readUTF(), in.readUTF()));
            }
            return identifiers;
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static IdentifierType kind(int code) {
        return Arrays.stream(IdentifierType.values())
                .filter(kind -> kind.code() == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an identifier of a type unknown to this version"));
    }
}
