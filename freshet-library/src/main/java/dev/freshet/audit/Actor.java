// SPDX-License-Identifier: Apache-2.0
package dev.freshet.audit;

/**
 * Who acts and from where.
 *
 * @param name a token's or user's name, or {@code schedule}
 * @param origin {@code api}, {@code cli}, {@code java}, {@code serve}, …
 */
public record Actor(String name, String origin) {}
