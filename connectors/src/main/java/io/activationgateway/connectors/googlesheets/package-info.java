/**
 * Google Sheets, the small team's channel: one row per record, appended to a sheet that people read.
 *
 * <p>Endpoint: {@code POST /v4/spreadsheets/{id}/values/{range}:append} with {@code valueInputOption=RAW}, so that no text
 * becomes a formula; a person is erased by {@code GET} of their columns and {@code POST values:batchUpdate} over their rows.
 * A service account's token is fetched from {@code https://oauth2.googleapis.com/token} with a signed
 * assertion (RFC 7523) and kept until shortly before it expires. One global host; where the spreadsheet is kept is set at
 * Google.
 *
 * <p>Limits: 60 write requests a minute and 2 MB a request. A request is taken as a whole or not at all; nothing recognises
 * a repetition, so that every row begins with the record's key.
 */
@NullMarked
package io.activationgateway.connectors.googlesheets;

import org.jspecify.annotations.NullMarked;
