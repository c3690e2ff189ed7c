// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * A database beside Freshet's own from which applications enqueue runs.
 *
 * @param url as {@code psql} takes it, with {@code ${NAME}} for environment variables of the node; never with a password
 *     in clear
 */
public record DatabaseDefinition(String name, String url) {}
