"""Files that are more than text: pages, documents, records in XML, archives; told by `formats`."""
