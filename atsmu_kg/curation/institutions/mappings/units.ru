# A row of units: a faculty, centre or library in the graph of its passage, and the list that names it.
PREFIX akg: <https://w3id.org/atsmu-kg/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xyz: <http://sparql.xyz/facade-x/data/>

INSERT {
  GRAPH ?passage {
    ?university org:hasUnit ?unit .
    ?unit a ?class .
  }
}
WHERE {
  ?table xyz:things ?things ; xyz:terms ?terms .
  ?row a xyz:units ; xyz:passage ?passage ; xyz:unit ?name ; xyz:kind ?kind .
  BIND(IRI(CONCAT(?things, "university")) AS ?university)
  BIND(IRI(CONCAT(?things, ?name)) AS ?unit)
  BIND(IRI(CONCAT(?terms, ?kind)) AS ?class)
} ;

INSERT {
  GRAPH ?graph { ?unit skos:prefLabel ?label }
}
WHERE {
  ?table xyz:things ?things ; xyz:editorial ?editorial ; xyz:language ?language .
  VALUES (?column ?tag) { (xyz:name_en "en") (xyz:name_ru "ru") (xyz:name_tg "tg") }
  ?row a xyz:units ; xyz:passage ?passage ; xyz:unit ?name ; ?column ?text .
  BIND(IRI(CONCAT(?things, ?name)) AS ?unit)
  BIND(STRLANG(?text, ?tag) AS ?label)
  # The source gives names in its own language; the others are the editors'.
  BIND(IF(?tag = ?language, ?passage, ?editorial) AS ?graph)
} ;

INSERT {
  GRAPH ?passage {
    ?list a akg:Enumeration ;
      schema:about ?university ;
      akg:listsProperty org:hasUnit ;
      akg:completeness ?completeness ;
      akg:countedBy ?figure ;
      schema:itemListElement ?unit .
  }
  GRAPH ?editorial { ?list skos:prefLabel ?label_en , ?label_ru , ?label_tg }
}
WHERE {
  VALUES (?kind ?slug ?en ?ru ?tg) {
    ("Faculty" "-faculties" "Faculties" "Факультеты" "Факултетҳо")
    ("Centre" "-centres" "Centres" "Центры" "Марказҳо")
  }
  ?table xyz:things ?things ; xyz:terms ?terms ; xyz:editorial ?editorial ; xyz:source ?source .
  ?row a xyz:units ;
    xyz:passage ?passage ;
    xyz:sentence ?sentence ;
    xyz:unit ?name ;
    xyz:kind ?kind ;
    xyz:completeness ?completeness_name .
  OPTIONAL { ?row xyz:counted_by ?figure_name }
  BIND(IRI(CONCAT(?things, "university")) AS ?university)
  BIND(IRI(CONCAT(?things, ?name)) AS ?unit)
  BIND(IRI(CONCAT(?things, "enumeration/", ?source, "-s", ?sentence, ?slug)) AS ?list)
  BIND(IRI(CONCAT(?terms, ?completeness_name)) AS ?completeness)
  BIND(IRI(CONCAT(?things, "figure/", ?figure_name)) AS ?figure)
  BIND(STRLANG(CONCAT(?en, " (sentence ", ?sentence, ")"), "en") AS ?label_en)
  BIND(STRLANG(CONCAT(?ru, " (предложение ", ?sentence, ")"), "ru") AS ?label_ru)
  BIND(STRLANG(CONCAT(?tg, " (ҷумлаи ", ?sentence, ")"), "tg") AS ?label_tg)
}
