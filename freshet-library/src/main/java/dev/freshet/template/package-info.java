// SPDX-License-Identifier: Apache-2.0
/**
 * Texts that are made of templates and secrets.
 *
 * <p>{@link dev.freshet.template.Template} is Mustache over JSON-like values: what a value may do in its place is decided
 * by {@link dev.freshet.template.Escape}, and no value can be code. {@link dev.freshet.template.SecretText} puts
 * environment variables and files in the place of {@code ${NAME}} at the last moment, and {@link
 * dev.freshet.template.Mask} hides them again wherever they show up.
 */
@NullMarked
package dev.freshet.template;

import org.jspecify.annotations.NullMarked;
