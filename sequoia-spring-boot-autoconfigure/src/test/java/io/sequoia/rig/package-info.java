/**
 * The fault matrix: calls of a real application to a platform that fails in every known
 * way, and the record of each effect. The results are the tables of
 * {@code docs/reliability.md}.
 * <p>
 * The terms, from the servers to the results:
 * <ul>
 * <li>{@link Door}: a port of a server; it can be closed, leave connections unaccepted,
 * move to another port, or reset connections.</li>
 * <li>{@link Lock}: the treatment of a connection before its first request, for example
 * TLS with a certificate of {@link Certificates}.</li>
 * <li>{@link Connection}: the server's end of a connection.</li>
 * <li>{@link Received}: a request as the server read it.</li>
 * <li>{@link Answer}: an answer before it is sent.</li>
 * <li>{@link Step}: the kind of a request, for example a request for a token.</li>
 * <li>{@link Fault}: the treatment of one request that was read: its effect, and the
 * action instead of the answer.</li>
 * <li>{@link Script}: the faults of the next requests, by their step and number.</li>
 * <li>{@link Ledger}: the platform; it has a door for each of registry, identity service
 * and data service.</li>
 * <li>{@link Tenant}: the record of one owner: its items, writes, tokens and
 * requests.</li>
 * <li>{@link Item}: a resource of the data service.</li>
 * <li>Nonce: a value that is unique for each write, so that the record tells which call
 * caused it.</li>
 * <li>{@link Book}: the writes as the client knows them, to be compared with those that
 * the ledger recorded.</li>
 * <li>{@link WireMockFront}: WireMock between client and ledger, as a second
 * implementation of broken connections.</li>
 * <li>{@link Canary}: a server on another host, which must never get a request.</li>
 * <li>{@link Rig}: an application with the client, its ledger and its canary.</li>
 * <li>{@link Face}: one of the two templates, blocking or reactive.</li>
 * <li>{@link Column}: a kind of call, and the check that it had its effect once.</li>
 * <li>{@link Kind}: a kind of fault, which groups the rows.</li>
 * <li>{@link Row}: one fault, and the result that is expected in each column.</li>
 * <li>{@link Expected}: the results that a row expects.</li>
 * <li>{@link Trial}: one call through one face with one fault, and the checks that apply
 * to all.</li>
 * <li>{@link Seen}: the result of a trial.</li>
 * <li>{@link Scenario}: a fault for several calls, or over some time, and its result in
 * words.</li>
 * <li>Guard: a part of the client that keeps a row as it is;
 * {@link GuardIntegrationTests} switch guards off and expect the row to fail.</li>
 * <li>Soak: a long time of random faults, see {@link SoakIntegrationTests}.</li>
 * </ul>
 * <p>
 * A reading order: {@link FaultMatrixIntegrationTests}, {@link Row} and {@link Rows},
 * {@link Trial}, {@link Fault}, {@link Rig}, {@link Ledger}, {@link Tenant}; then a class
 * of scenarios, for example {@link PlatformScenarios}.
 */
package io.sequoia.rig;
