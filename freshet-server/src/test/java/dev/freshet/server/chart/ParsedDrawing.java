// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A drawing read back as XML: what is not well-formed fails here. */
record ParsedDrawing(Element root) {

    static ParsedDrawing of(Drawing drawing) {
        try {
            return new ParsedDrawing(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawing.svg())))
                    .getDocumentElement());
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError("Not well-formed: " + drawing.svg(), e);
        }
    }

    List<Element> elements() {
        NodeList nodes = root.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** Those that have all of the classes. */
    List<Element> marks(String... classes) {
        return elements().stream()
                .filter(element ->
                        List.of(element.getAttribute("class").split(" ")).containsAll(Arrays.asList(classes)))
                .toList();
    }

    Element mark(String... classes) {
        List<Element> marks = marks(classes);
        if (marks.size() != 1) {
            throw new AssertionError(marks.size() + " elements of " + String.join(" ", classes) + " in " + root);
        }
        return marks.getFirst();
    }

    List<String> texts(String element) {
        return elements().stream()
                .filter(found -> found.getTagName().equals(element))
                .map(Element::getTextContent)
                .toList();
    }

    static double percent(Element element, String attribute) {
        String value = element.getAttribute(attribute);
        if (!value.endsWith("%")) {
            throw new AssertionError(attribute + "=" + value + " of " + element.getTagName() + " is no percentage");
        }
        return Double.parseDouble(value.substring(0, value.length() - 1));
    }

    static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    static String title(Element element) {
        return element.getElementsByTagName("title").item(0).getTextContent();
    }
}
