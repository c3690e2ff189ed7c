// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.mail;

import org.jspecify.annotations.NullMarked;
