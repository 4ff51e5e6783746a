# A row of partners: a country or an organisation in the graph of its passage, the cooperation, and the list.
PREFIX akg: <https://w3id.org/atsmu-kg/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xyz: <http://sparql.xyz/facade-x/data/>

INSERT {
  GRAPH ?passage {
    ?university ?property ?partner .
    ?partner a ?class .
    ?list a akg:Enumeration ;
      schema:about ?university ;
      akg:listsProperty ?property ;
      akg:completeness ?completeness ;
      schema:itemListElement ?partner .
  }
  GRAPH ?editorial { ?list skos:prefLabel ?label_en , ?label_ru , ?label_tg }
}
WHERE {
  VALUES (?relation ?property ?class ?slug ?en ?ru ?tg) {
    ("institutions" akg:hasPartnersIn schema:Country "-partner-countries"
      "Countries of partner institutions" "Страны учреждений-партнёров" "Кишварҳои муассисаҳои шарик")
    ("projects" akg:hasJointProjectWith org:FormalOrganization "-project-partners"
      "Partners of joint projects" "Партнёры совместных проектов" "Шарикони лоиҳаҳои муштарак")
    ("students" akg:hasStudentsFrom schema:Country "-student-origins"
      "Countries of origin of students" "Страны происхождения студентов" "Кишварҳои пайдоиши донишҷӯён")
  }
  ?table xyz:things ?things ; xyz:terms ?terms ; xyz:editorial ?editorial ; xyz:source ?source .
  ?row a xyz:partners ;
    xyz:passage ?passage ;
    xyz:sentence ?sentence ;
    xyz:relation ?relation ;
    xyz:thing ?partner ;
    xyz:completeness ?completeness_name .
  BIND(IRI(CONCAT(?things, "university")) AS ?university)
  BIND(IRI(CONCAT(?things, "enumeration/", ?source, "-s", ?sentence, ?slug)) AS ?list)
  BIND(IRI(CONCAT(?terms, ?completeness_name)) AS ?completeness)
  BIND(STRLANG(CONCAT(?en, " (sentence ", ?sentence, ")"), "en") AS ?label_en)
  BIND(STRLANG(CONCAT(?ru, " (предложение ", ?sentence, ")"), "ru") AS ?label_ru)
  BIND(STRLANG(CONCAT(?tg, " (ҷумлаи ", ?sentence, ")"), "tg") AS ?label_tg)
} ;

# A figure of countries counts the list; one of partner institutions counts what the cooperation is with.
INSERT {
  GRAPH ?passage { ?list akg:countedBy ?figure }
}
WHERE {
  VALUES (?relation ?slug) { ("projects" "-project-partners") ("students" "-student-origins") }
  ?table xyz:things ?things ; xyz:source ?source .
  ?row a xyz:partners ; xyz:passage ?passage ; xyz:sentence ?sentence ; xyz:relation ?relation ; xyz:counted_by ?name .
  BIND(IRI(CONCAT(?things, "enumeration/", ?source, "-s", ?sentence, ?slug)) AS ?list)
  BIND(IRI(CONCAT(?things, "figure/", ?name)) AS ?figure)
} ;

INSERT {
  GRAPH ?passage {
    ?cooperation a akg:Cooperation ;
      akg:party ?university ;
      akg:cooperationKind ?kind ;
      ?role ?partner .
  }
}
WHERE {
  VALUES (?relation ?kind ?role) {
    ("institutions" akg:InstitutionalLinks akg:partnerCountry)
    ("projects" akg:JointProjects akg:partner)
  }
  ?table xyz:things ?things .
  ?row a xyz:partners ; xyz:passage ?passage ; xyz:relation ?relation ; xyz:partner ?name ; xyz:thing ?partner .
  BIND(IRI(CONCAT(?things, "university")) AS ?university)
  BIND(IRI(CONCAT(?things, "cooperation/", ?relation, "-", LCASE(?name))) AS ?cooperation)
} ;

INSERT {
  GRAPH ?passage { ?cooperation akg:countedIn ?figure }
}
WHERE {
  ?table xyz:things ?things .
  ?row a xyz:partners ; xyz:passage ?passage ; xyz:relation "institutions" ; xyz:partner ?name ; xyz:counted_by ?figure_name .
  BIND(IRI(CONCAT(?things, "cooperation/institutions-", LCASE(?name))) AS ?cooperation)
  BIND(IRI(CONCAT(?things, "figure/", ?figure_name)) AS ?figure)
} ;

INSERT {
  GRAPH ?graph { ?partner skos:prefLabel ?label }
}
WHERE {
  ?table xyz:editorial ?editorial ; xyz:language ?language .
  VALUES (?column ?tag) { (xyz:name_en "en") (xyz:name_ru "ru") (xyz:name_tg "tg") }
  ?row a xyz:partners ; xyz:passage ?passage ; xyz:thing ?partner ; ?column ?text .
  BIND(STRLANG(?text, ?tag) AS ?label)
  BIND(IF(?tag = ?language, ?passage, ?editorial) AS ?graph)
}
